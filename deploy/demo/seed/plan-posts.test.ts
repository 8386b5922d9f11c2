import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planPosts } from './plan-posts.ts'
import { postTrees } from './post-trees.ts'

const now = new Date('2026-11-21T09:00:00Z')

test('a reply is later than its parent and in a higher layer, and so is a quote', () => {
  const [first, answer, quote] = planPosts(
    [
      { by: 'marit', key: 'a', hours: 2, text: 'first', replies: [{ by: 'wren', key: 'b', text: 'answer' }] },
      { by: 'ines', key: 'c', hours: 1, text: 'quote', quote: 'b' },
    ],
    now,
  )
  assert.ok(first && answer && quote)
  assert.deepEqual([first.layer, answer.layer, quote.layer], [0, 1, 2])
  assert.ok(answer.createdAt > first.createdAt && answer.createdAt < now)
  assert.equal(answer.root, 'a')
})

test('a quote of a post that nobody wrote is refused', () => {
  const trees = [{ by: 'ines' as const, hours: 1, text: 'quote', quote: 'nothing' }]
  assert.throws(() => planPosts(trees, now), /refers to nothing/)
})

test('the demo’s own posts plan the same way twice and lie in the past', () => {
  const posts = planPosts(postTrees, now)
  assert.deepEqual(posts, planPosts(postTrees, now))
  assert.ok(posts.every((post) => post.createdAt < now))
})
