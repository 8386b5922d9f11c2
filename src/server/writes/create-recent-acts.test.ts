// What people just did: remembered for a while, done one after the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRecentActs } from './create-recent-acts.ts'

test('remembers an act of one person on one subject for two minutes', () => {
  let now = 0
  const acts = createRecentActs(() => now)
  acts.note('did:a', 'like', 'at://x', 'at://like')
  assert.equal(acts.recall('did:a', 'like', 'at://x'), 'at://like')
  assert.equal(acts.recall('did:b', 'like', 'at://x'), undefined)
  assert.equal(acts.recall('did:a', 'repost', 'at://x'), undefined)
  acts.note('did:a', 'like', 'at://x', null)
  assert.equal(acts.recall('did:a', 'like', 'at://x'), null)
  now = 120_000
  assert.equal(acts.recall('did:a', 'like', 'at://x'), undefined)
})

test('acts with one key take turns, also after one that failed', async () => {
  const acts = createRecentActs(() => 0)
  const order: string[] = []
  const act = (name: string, fails = false) =>
    acts.inTurn('key', async () => {
      order.push(`${name} begins`)
      await Promise.resolve()
      order.push(`${name} ends`)
      if (fails) throw new Error(name)
    })
  const results = await Promise.allSettled([act('first', true), act('second'), act('third')])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled'],
  )
  const expected = ['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`])
  assert.deepEqual(order, expected)
})

test('a notice is heard once, by the session it is for, while it is news', () => {
  let now = 0
  const acts = createRecentActs(() => now)
  acts.say(1, { text: 'Muted.' })
  assert.equal(acts.hear(2), undefined)
  assert.deepEqual(acts.hear(1), { text: 'Muted.' })
  assert.equal(acts.hear(1), undefined)
  acts.say(1, { text: 'Muted.' })
  now = 30_000
  assert.equal(acts.hear(1), undefined)
})
