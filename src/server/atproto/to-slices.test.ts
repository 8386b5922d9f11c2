// Lists of posts: context of replies, gaps, reasons, and what is left out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toSlices } from './to-slices.ts'

const lens: Lens = { viewerDid: 'did:plc:me', ...publicModeration(), acts: { recall: () => undefined } }
const people: Record<string, object> = {
  ana: { did: 'did:plc:ana', handle: 'ana.example.net', viewer: { following: 'at://f' } },
  bo: { did: 'did:plc:bo', handle: 'bo.example.net', viewer: { following: 'at://f' } },
  stranger: { did: 'did:plc:stranger', handle: 'stranger.example.net', viewer: {} },
}
const uriOf = (rkey: string) => `at://did:plc:x/app.bsky.feed.post/${rkey}`

function view(rkey: string, author = 'ana', parent?: string, root = parent) {
  const reply = parent && root ? { reply: { parent: { uri: uriOf(parent) }, root: { uri: uriOf(root) } } } : {}
  return {
    ...{ uri: uriOf(rkey), cid: 'c', author: people[author], indexedAt: '2026-01-01T00:00:00.000Z' },
    record: { $type: 'app.bsky.feed.post', text: rkey, createdAt: '2026-01-01T00:00:00.000Z', ...reply },
  }
}
const rkeys = (items: unknown[], options: Partial<Parameters<typeof toSlices>[2]> = {}) =>
  toSlices(items, lens, { context: 'slices', ...options }).map((slice) =>
    slice.posts.map((post) => post.uri.split('/').at(-1)),
  )
const repost = { $type: 'app.bsky.feed.defs#reasonRepost', by: people.bo, indexedAt: '2026-01-01T00:00:00.000Z' }

test('a reply stands under its root and parent, with a gap where posts are left out', () => {
  const far = { post: view('d', 'ana', 'c', 'a'), reply: { root: view('a'), parent: view('c', 'bo', 'b', 'a') } }
  const near = { post: view('z', 'ana', 'y', 'x'), reply: { root: view('x'), parent: view('y', 'bo', 'x', 'x') } }
  const slices = toSlices([far, near], lens, { context: 'slices' })
  assert.deepEqual(rkeys([far, near]), [
    ['a', 'c', 'd'],
    ['x', 'y', 'z'],
  ])
  assert.deepEqual(
    slices.map((slice) => slice.gapAfterFirst),
    [true, false],
  )
})

test('a reply to the root stands under it once', () => {
  assert.deepEqual(rkeys([{ post: view('b', 'ana', 'a'), reply: { root: view('a'), parent: view('a') } }]), [
    ['a', 'b'],
  ])
})

test('a repost says by whom, and its post comes without context', () => {
  const item = { post: view('b', 'stranger', 'a'), reply: { root: view('a'), parent: view('a') }, reason: repost }
  const [slice] = toSlices([item], lens, { context: 'slices' })
  assert.equal(slice?.reason?.kind === 'repost' && slice.reason.by.handle, 'bo.example.net')
  assert.deepEqual([slice?.posts.length, slice?.replyingTo?.handle], [1, 'ana.example.net'])
})

test('nothing stands twice, and a conversation once', () => {
  const reply = (rkey: string) => ({ post: view(rkey, 'ana', 'a'), reply: { root: view('a'), parent: view('a') } })
  assert.deepEqual(rkeys([{ post: view('x') }, { post: view('x'), reason: repost }, reply('b'), reply('c')]), [
    ['x'],
    ['a', 'b'],
  ])
})

test('keeps to the person’s settings for their timeline', () => {
  const none = { hideReplies: false, hideRepliesByUnfollowed: false, hideReposts: false, hideQuotePosts: false }
  const answer = (author: string) => ({
    post: view(`to-${author}`, 'ana', 'p'),
    reply: { root: view('p', author), parent: view('p', author) },
  })
  const items = [{ post: view('a') }, answer('bo'), { post: view('r', 'stranger'), reason: repost }]
  assert.equal(rkeys(items, { feedView: none }).length, 3)
  assert.equal(rkeys(items, { feedView: { ...none, hideReplies: true } }).length, 2)
  assert.equal(rkeys(items, { feedView: { ...none, hideReposts: true } }).length, 2)
  const strangers = [answer('stranger')]
  assert.equal(rkeys(strangers, { feedView: none }).length, 1)
  assert.equal(rkeys(strangers, { feedView: { ...none, hideRepliesByUnfollowed: true } }).length, 0)
})

test('one bad item does not take the others down', () => {
  const items = [null, 7, {}, { post: null }, { post: view('a'), reason: 5, reply: 'x' }, { post: { uri: uriOf('b') } }]
  assert.deepEqual(rkeys(items).flat().includes('a'), true)
})

test('a blocked or deleted post above becomes a tombstone, not a hole', () => {
  const parent = { uri: uriOf('a'), notFound: true }
  const [slice] = toSlices([{ post: view('b', 'ana', 'a'), reply: { root: parent, parent } }], lens, {
    context: 'slices',
  })
  assert.deepEqual(
    slice?.posts.map((post) => post.kind),
    ['gone', 'post'],
  )
})
