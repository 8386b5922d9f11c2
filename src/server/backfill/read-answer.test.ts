import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readPostUris } from './read-answer.ts'

const uri = (rkey: string) => `at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/${rkey}`

it('finds posts in every kind of answer, once, and nothing in what is no answer', () => {
  const posts = [{ uri: uri('a') }, { uri: uri('a') }, { uri: 'at://x/app.bsky.feed.post/y' }, null, 7, { uri: 7 }]
  assert.deepEqual(readPostUris({ posts }, 'posts'), [uri('a')])
  assert.deepEqual(readPostUris({ feed: posts.map((post) => ({ post })) }, 'feed'), [uri('a')])
  const thread = {
    post: { uri: uri('root') },
    replies: [{ post: { uri: uri('b') }, replies: [{ post: { uri: uri('c') } }] }, 'x'],
  }
  assert.deepEqual(readPostUris({ thread }, 'thread'), [uri('b'), uri('c')])
  for (const bad of [undefined, null, 'x', [], { posts: 'x' }, { feed: {} }, { thread: 7 }]) {
    for (const list of ['posts', 'feed', 'thread'] as const) assert.deepEqual(readPostUris(bad, list), [])
  }
})
