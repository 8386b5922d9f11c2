// Threads: parents, depth, breadth, order, and what is held back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ThreadNode } from '#types/thread.ts'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toThread } from './to-thread.ts'

const lens: Lens = { viewerDid: undefined, ...publicModeration(), acts: { recall: () => undefined } }
type View = { post: Record<string, unknown>; replies?: unknown[]; parent?: unknown }

function view(rkey: string, part: { by?: string; likes?: number; minute?: number; replies?: unknown[] } = {}): View {
  const { by = 'ana', likes = 0, minute = 0, replies = [] } = part
  const time = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
  const post = {
    ...{ uri: `at://did:plc:${by}/app.bsky.feed.post/${rkey}`, cid: 'c', indexedAt: time, likeCount: likes },
    author: { did: `did:plc:${by}`, handle: `${by}.example.net` },
    record: { $type: 'app.bsky.feed.post', text: rkey, createdAt: time },
    replyCount: replies.length,
  }
  return { post, replies }
}

function read(root: View, order?: 'top' | 'oldest' | 'newest', limit = 40) {
  const thread = toThread(root, lens, { order, limit })
  assert.ok(!('kind' in thread), JSON.stringify(thread))
  return thread
}
const names = (nodes: ThreadNode[]) => nodes.map(({ post }) => post.uri.split('/').at(-1))

test('shows replies three deep and counts what is deeper', () => {
  const deep = view('a', { replies: [view('b', { replies: [view('c', { replies: [view('d'), view('e')] })] })] })
  const [first] = read(view('root', { replies: [deep] })).replies
  const third = first?.replies[0]?.replies[0]
  assert.deepEqual([third?.replies.length, third?.more], [0, 2])
})

test('shows six replies of a reply and counts the others', () => {
  const many = Array.from({ length: 9 }, (_, at) => view(`r${at}`))
  const [first] = read(view('root', { replies: [view('a', { replies: many })] })).replies
  assert.deepEqual([first?.replies.length, first?.more], [6, 3])
})

test('shows as many direct replies as asked for', () => {
  const thread = read(view('root', { replies: Array.from({ length: 50 }, (_, at) => view(`r${at}`)) }), 'top', 40)
  assert.deepEqual([thread.replies.length, thread.more], [40, 10])
})

test('orders replies, the author’s own first, tombstones last', () => {
  const gone = { uri: 'at://did:plc:x/app.bsky.feed.post/gone', notFound: true }
  const replies = [
    gone,
    view('old', { by: 'bo', minute: 1 }),
    view('liked', { by: 'bo', minute: 2, likes: 9 }),
    view('own', { minute: 3 }),
  ]
  const root = view('root', { replies })
  assert.deepEqual(names(read(root, 'top').replies), ['own', 'liked', 'old', 'gone'])
  assert.deepEqual(names(read(root, 'oldest').replies), ['old', 'liked', 'own', 'gone'])
  assert.deepEqual(names(read(root, 'newest').replies), ['own', 'liked', 'old', 'gone'])
})

test('parents stand from the top down, tombstones among them', () => {
  const top = { uri: 'at://did:plc:x/app.bsky.feed.post/top', blocked: true, author: { did: 'did:plc:x' } }
  const thread = read({ ...view('here'), parent: { ...view('middle'), parent: top } })
  assert.deepEqual(
    thread.parents.map(({ kind, uri }) => [kind, uri.split('/').at(-1)]),
    [
      ['gone', 'top'],
      ['post', 'middle'],
    ],
  )
})

test('nonsense among replies and parents takes nothing down', () => {
  const root = { ...view('root'), replies: [null, 'x', {}, { post: 7 }, view('good')], parent: { post: null } }
  assert.deepEqual(names(read(root).replies)[0], 'good')
  for (const nothing of [undefined, null, [], 'x', {}, { post: 'x' }]) {
    assert.equal('kind' in toThread(nothing, lens, { limit: 40 }), true)
  }
})
