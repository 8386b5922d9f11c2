// Answers of upstream, each with something in it that breaks the lexicon.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XRPCError } from '@atproto/api'
import { readAnswer } from './check-answer.ts'
import { judgeFailure } from './judge-failure.ts'

const person = (name: string) => ({ did: `did:plc:${name.padEnd(24, 'a')}`, handle: `${name}.test` })
const read = (method: string, answer: unknown) => readAnswer(`app.bsky.${method}`, JSON.stringify(answer))

test('a person who is none is left out of the list, the others stay', () => {
  const followers = [
    person('ada'),
    { ...person('bob'), did: 7 },
    { ...person('eve'), labels: 'x' },
    null,
    person('zoe'),
  ]
  const answer = { subject: person('max'), followers, cursor: 'c' }
  assert.deepEqual(read('graph.getFollowers', answer), { ...answer, followers: [person('ada'), person('zoe')] })
})

test('posts are left to whoever reads them, as long as they are objects', () => {
  const feed = [{ post: 7 }, {}, 'x', { post: { uri: [] } }]
  assert.deepEqual(read('feed.getTimeline', { feed }), { feed: [{ post: 7 }, {}, { post: { uri: [] } }] })
})

test('what is not required goes when it is broken', () => {
  assert.deepEqual(read('feed.getTimeline', { feed: [], cursor: 7 }), { feed: [] })
  const threadgate = { uri: 7 }
  const thread = { thread: [], hasOtherReplies: false }
  assert.deepEqual(read('unspecced.getPostThreadV2', { ...thread, threadgate }), thread)
  const suggestions = { actors: [person('ada')], recId: 7, recIdStr: 8 }
  assert.deepEqual(read('actor.getSuggestions', suggestions), { actors: [person('ada')], recId: 7 })
})

test('a signature on a label is bytes, and no reason to leave somebody out', () => {
  const label = { src: person('mod').did, uri: person('ada').did, val: 'x', cts: '2026-01-01T00:00:00.000Z' }
  const labels = [{ ...label, sig: { $bytes: 'AAAA' } }]
  const actors = [{ ...person('ada'), labels }]
  assert.deepEqual(read('actor.searchActors', { actors }), { actors })
})

test('what is unknown stays', () => {
  const answer = { feed: [{ post: {}, later: 1 }], later: { $type: 'x' } }
  assert.deepEqual(read('feed.getFeed', answer), answer)
})

test('what is no answer is refused, and may be asked for again', () => {
  const cases: [method: string, answer: unknown][] = [
    ['feed.getTimeline', {}],
    ['feed.getTimeline', { feed: {} }],
    ['feed.getTimeline', { feed: [1, 2] }],
    ['feed.getTimeline', []],
    ['feed.getTimeline', null],
    ['graph.getFollowers', { followers: [] }],
    ['graph.getFollowers', { followers: [], subject: { did: 'x' } }],
    ['actor.getProfile', { did: 'did:plc:x' }],
    ['actor.getPreferences', { preferences: [{ $type: 'app.bsky.actor.defs#mutedWordsPref', items: 7 }] }],
  ]
  for (const [method, answer] of cases) {
    const refuse = () => read(method, answer)
    assert.throws(refuse, XRPCError, `${method} ${JSON.stringify(answer)}`)
    assert.throws(refuse, (error) => {
      assert.deepEqual(judgeFailure(error, 0), { kind: 'none', mayTryAgain: true, blamesHost: false })
      return true
    })
  }
  assert.throws(() => readAnswer('app.bsky.feed.getTimeline', '<html>'), XRPCError)
})
