// What getPostThreadV2 answers, of every kind and of none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readThreadItems } from './thread-items.ts'

const uri = 'at://did:plc:ana/app.bsky.feed.post/a'
const item = (value: unknown, depth: unknown = 1) => readThreadItems([{ uri, depth, value }])[0]
const of = (kind: string, rest: object = {}) => ({ $type: `app.bsky.unspecced.defs#${kind}`, ...rest })

test('reads a post and what is said about it', () => {
  const flags = { moreParents: true, moreReplies: 3, opThread: true, opThreadPostIndex: 2, opThreadPostCount: 4 }
  const hidden = { hiddenByThreadgate: true, mutedByViewer: true }
  assert.deepEqual(item(of('threadItemPost', { post: { uri }, ...flags, ...hidden })), {
    ...{ uri, depth: 1, view: { uri }, moreParents: true, moreReplies: 3 },
    ...{ isStory: true, storyAt: 2, storyOf: 4, isHiddenByAuthor: true, isMuted: true },
  })
})

test('reads what stands where a post cannot', () => {
  const author = { did: 'did:plc:x', viewer: { blockedBy: true } }
  assert.equal(item(of('threadItemNoUnauthenticated'))?.gone, 'signed-in-only')
  assert.deepEqual(item(of('threadItemNotFound'))?.view, { uri, notFound: true })
  assert.deepEqual(item(of('threadItemBlocked', { author }))?.view, { uri, blocked: true, author })
  assert.equal(item(of('threadItemOfTomorrow'))?.gone, 'unknown')
  for (const value of [undefined, null, 7, 'x', []]) assert.equal(item(value)?.gone, 'unknown')
})

test('drops what has no place in a thread, and counts that are none', () => {
  for (const thread of [undefined, null, {}, 'x', [null, 7, {}, { uri: 5, depth: 0 }]]) {
    assert.deepEqual(readThreadItems(thread), [])
  }
  for (const depth of [undefined, '1', 0.5, null])
    assert.deepEqual(item(of('threadItemNotFound'), depth)?.uri, depth === undefined ? uri : undefined)
  const odd = item(of('threadItemPost', { moreReplies: -4, opThreadPostIndex: 'x', moreParents: 'yes' }))
  assert.deepEqual([odd?.moreReplies, odd?.storyAt, odd?.moreParents], [0, undefined, false])
})
