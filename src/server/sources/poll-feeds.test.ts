import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { waitAfter } from './poll-feeds.ts'
import { readFeedAnswer } from './read-feed-answer.ts'

const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
const now = Date.UTC(2026, 10, 21)
const record = { $type: 'app.bsky.feed.post', text: 'a sleeper', createdAt: '2026-11-20T10:00:00Z' }
const post = (rkey: string, more: object = {}) => ({
  post: { uri: `at://${did}/app.bsky.feed.post/${rkey}`, record, ...more },
})

describe('what a feed of elsewhere answers', () => {
  it('is read post by post, each once', () => {
    const read = readFeedAnswer({ feed: [post('a'), post('b'), post('a')] }, 50, now)
    assert.deepEqual(
      read.map(({ uri, did, text }) => [uri.split('/').at(-1), did, text]),
      [
        ['a', did, 'a sleeper'],
        ['b', did, 'a sleeper'],
      ],
    )
  })

  it('may be anything', () => {
    const strange: unknown[] = [
      ...[undefined, null, 7, 'feed', [], { feed: {} }, { feed: 'x' }, { feed: [null, 1, 'x', [], {}] }],
      { feed: [{ post: null }, { post: { uri: 7 } }, { post: { uri: 'at://x/y/z' } }] },
      { feed: [post('a', { record: null }), post('b', { record: { ...record, text: 'x'.repeat(4000) } })] },
      { feed: [post('c', { uri: 'at://did:plc:short/app.bsky.feed.post/a' }), post('d', { record: [] })] },
      { feed: [post('e', { uri: `at://${did}/app.bsky.graph.list/a` })] },
    ]
    for (const answer of strange) assert.deepEqual(readFeedAnswer(answer, 50, now), [], JSON.stringify(answer))
  })

  it('is taken up to a number', () => {
    const feed = Array.from({ length: 100_000 }, (_, at) => post(`p${at}`))
    assert.equal(readFeedAnswer({ feed }, 50, now).length, 50)
  })
})

it('waits longer after each failure, up to six hours', () => {
  const waits = [1, 2, 3, 20, 2000].map((failures) => waitAfter(failures, 1))
  assert.deepEqual(waits, [30_000, 60_000, 120_000, 6 * 3_600_000, 6 * 3_600_000])
  assert.equal(waitAfter(1, 0), 15_000)
})
