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

const answer = (rkey: string, parent: string, root = parent, author = 'ana') => ({
  post: view(rkey, author, parent, root),
  reply: { root: view(root), parent: view(parent, 'bo', ...(parent === root ? [] : [root])) },
})

test('nothing stands twice; in a timeline a conversation stands once, by its latest reply', () => {
  const items = [{ post: view('x') }, { post: view('x'), reason: repost }, answer('b', 'a'), answer('c', 'a')]
  assert.deepEqual(rkeys(items, { isTimeline: true }), [['x'], ['a', 'b']])
  assert.deepEqual(rkeys(items), [['x'], ['a', 'b'], ['c']], 'a feed may bring several')
  assert.deepEqual(rkeys([{ post: view('a'), reason: repost }, answer('b', 'a')], { isTimeline: true }), [['a']])
  assert.deepEqual(rkeys([answer('d', 'c', 'a'), answer('c', 'a'), answer('e', 'b', 'a')]), [
    ['a', 'c', 'd'],
    ['b', 'e'],
  ])
})

test('no gap is shown where the post before it is not', () => {
  const slices = toSlices([answer('d', 'c', 'a'), answer('f', 'e', 'a')], lens, { context: 'slices' })
  assert.deepEqual(
    slices.map(({ posts, gapAfterFirst }) => [posts.length, gapAfterFirst]),
    [
      [3, false],
      [2, false],
    ],
  )
})

const none = { hideReplies: false, hideRepliesByUnfollowed: false, hideReposts: false, hideQuotePosts: false }

test('keeps to the person’s settings for their timeline', () => {
  const by = (author: string) => ({
    post: view(`to-${author}`, 'ana', 'p'),
    reply: { root: view('p', author), parent: view('p', author) },
  })
  const items = [{ post: view('a') }, by('bo'), { post: view('r', 'stranger'), reason: repost }]
  assert.equal(rkeys(items, { feedView: none }).length, 3)
  assert.equal(rkeys(items, { feedView: { ...none, hideReplies: true } }).length, 2)
  assert.equal(rkeys(items, { feedView: { ...none, hideReposts: true } }).length, 2)
  assert.equal(rkeys([by('ana')], { feedView: { ...none, hideReplies: true } }).length, 1, 'going on is no reply')
  const quote = {
    $type: 'app.bsky.embed.record#view',
    record: { ...view('q'), $type: 'app.bsky.embed.record#viewRecord', value: view('q').record },
  }
  const quoting = { post: { ...view('a'), embed: quote } }
  for (const item of [quoting, { ...quoting, reason: repost }]) {
    assert.equal(rkeys([item], { feedView: none }).length, 1)
    assert.equal(rkeys([item], { feedView: { ...none, hideQuotePosts: true } }).length, 0)
  }
})

test('shows replies to people the viewer follows, and to strangers when they want it', () => {
  const familiar = { ...none, hideRepliesByUnfollowed: true }
  const cases: [parent: string, root: string, grandparent: string | undefined, by: string, shown: boolean][] = [
    ['bo', 'bo', undefined, 'ana', true],
    ['stranger', 'stranger', undefined, 'ana', false],
    ['stranger', 'bo', undefined, 'ana', true],
    ['stranger', 'stranger', 'bo', 'ana', true],
    ['ana', 'stranger', undefined, 'ana', false],
    ['ana', 'ana', undefined, 'ana', true],
    ['bo', 'bo', undefined, 'stranger', false],
    ['stranger', 'stranger', undefined, 'stranger', true],
  ]
  for (const [parent, root, grandparent, by, shown] of cases) {
    const item = {
      post: view('c', by, 'b', 'a'),
      reply: {
        ...{ root: view('a', root), parent: view('b', parent, 'x', 'a') },
        grandparentAuthor: grandparent && people[grandparent],
      },
    }
    assert.equal(
      rkeys([item], { feedView: familiar }).length,
      Number(shown),
      `${by}: ${parent}, ${root}, ${grandparent}`,
    )
    assert.equal(rkeys([item], { feedView: none }).length, 1)
  }
})

test('leaves out muted conversations, and in a timeline answers to what is gone', () => {
  const muted = { post: { ...view('a'), viewer: { threadMuted: true } } }
  assert.deepEqual(rkeys([muted]), [])
  assert.deepEqual(rkeys([muted], { context: 'line' }), [['a']], 'a profile shows everything')
  const gone = { uri: uriOf('a'), notFound: true }
  const orphan = { post: view('b', 'ana', 'a'), reply: { root: gone, parent: gone } }
  assert.deepEqual(rkeys([orphan, { post: view('c', 'ana', 'a') }], { isTimeline: true }), [])
  assert.equal(rkeys([{ ...orphan, reason: repost }], { isTimeline: true }).length, 1)
})

test('says when a post came into the list', () => {
  const [written, reposted] = toSlices(
    [{ post: view('a') }, { post: view('b'), reason: { ...repost, indexedAt: '2026-01-02T00:00:00.000Z' } }],
    lens,
    { context: 'slices' },
  )
  assert.deepEqual([written?.at, reposted?.at], [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)])
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

test('a mute of reposts or of quotes leaves out just those, but not on the profile of who made them', () => {
  const by = { ...people.bo, viewer: { mutedOnlyReposts: true } }
  const items = [{ post: view('a'), reason: { ...repost, by } }, { post: view('b', 'bo') }]
  assert.deepEqual(rkeys(items), [['b']])
  assert.deepEqual(rkeys(items, { isProfile: true }), [['a'], ['b']])
  const quoted = { $type: 'app.bsky.embed.record#viewNotFound', uri: uriOf('x'), notFound: true }
  const embed = { $type: 'app.bsky.embed.record#view', record: quoted }
  const author = { ...people.bo, viewer: { mutedOnlyQuoteposts: true } }
  const quotes = [
    { post: { ...view('c'), author, embed } },
    { post: { ...view('d'), author } },
    { post: { ...view('e'), embed } },
  ]
  assert.deepEqual(rkeys(quotes), [['d'], ['e']])
  assert.deepEqual(rkeys(quotes, { isProfile: true }), [['c'], ['d'], ['e']])
})
