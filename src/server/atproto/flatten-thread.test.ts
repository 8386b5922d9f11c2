// The old shape of threads, a tree, laid flat: parents, depth, breadth, order.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flattenThread } from './flatten-thread.ts'
import type { ThreadItem } from './thread-items.ts'

type View = { post: Record<string, unknown>; replies?: unknown[]; parent?: unknown }
type Part = { by?: string; likes?: number; minute?: number; replies?: unknown[]; isReply?: boolean }

function view(rkey: string, { by = 'ana', likes = 0, minute = 0, replies = [], isReply = true }: Part = {}): View {
  const time = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
  const uri = `at://did:plc:${by}/app.bsky.feed.post/${rkey}`
  const reply = isReply ? { reply: { parent: { uri: 'x' }, root: { uri: 'x' } } } : {}
  const post = {
    ...{ uri, cid: 'c', indexedAt: time, likeCount: likes, replyCount: replies.length },
    author: { did: `did:plc:${by}`, handle: `${by}.example.net` },
    record: { $type: 'app.bsky.feed.post', text: rkey, createdAt: time, ...reply },
  }
  return { post, replies }
}

const flat = (root: unknown, order: 'top' | 'oldest' | 'newest' = 'top', below = 3, branching = 6) =>
  flattenThread(root, { below, branching, order })
const names = (items: ThreadItem[]) => items.map(({ uri, depth }) => `${depth} ${uri.split('/').at(-1)}`)

test('goes as deep as asked and counts what is deeper', () => {
  const deep = view('a', { replies: [view('b', { replies: [view('c', { replies: [view('d'), view('e')] })] })] })
  const items = flat(view('root', { replies: [deep] }))
  assert.deepEqual(names(items), ['0 root', '1 a', '2 b', '3 c'])
  assert.equal(items.at(-1)?.moreReplies, 2)
})

test('shows six replies of a reply and counts the others; direct ones all come', () => {
  const many = Array.from({ length: 9 }, (_, at) => view(`r${at}`))
  const items = flat(view('root', { replies: [view('a', { replies: many }), ...many] }))
  assert.equal(items.find(({ uri }) => uri.endsWith('/a'))?.moreReplies, 3)
  assert.deepEqual(
    [items.filter((item) => item.depth === 2).length, items.filter(({ depth }) => depth === 1).length],
    [6, 10],
  )
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
  assert.deepEqual(names(flat(root, 'top')), ['0 root', '1 own', '1 liked', '1 old', '1 gone'])
  assert.deepEqual(names(flat(root, 'oldest')), ['0 root', '1 old', '1 liked', '1 own', '1 gone'])
  assert.deepEqual(names(flat(root, 'newest')), ['0 root', '1 own', '1 liked', '1 old', '1 gone'])
})

test('parents stand from the top down, tombstones among them, and say where more are', () => {
  const top = { uri: 'at://did:plc:x/app.bsky.feed.post/top', blocked: true, author: { did: 'did:plc:x' } }
  assert.deepEqual(names(flat({ ...view('here'), parent: { ...view('middle'), parent: top } })), [
    '-2 top',
    '-1 middle',
    '0 here',
  ])
  const [first] = flat({ ...view('here'), parent: view('middle') })
  assert.equal(first?.moreParents, true)
})

test('knows the author’s own thread and what the author hides', () => {
  const second = view('second', { replies: [view('third'), view('other', { by: 'bo' })] })
  const root = view('root', { isReply: false, replies: [second, view('reply', { by: 'bo' })] })
  root.post.threadgate = { record: { hiddenReplies: ['at://did:plc:bo/app.bsky.feed.post/reply'] } }
  const items = flat(root, 'oldest')
  assert.deepEqual(
    items.filter(({ isStory }) => isStory).map(({ uri }) => uri.split('/').at(-1)),
    ['root', 'second', 'third'],
  )
  assert.deepEqual(
    items.filter(({ isHiddenByAuthor }) => isHiddenByAuthor).map(({ uri }) => uri.split('/').at(-1)),
    ['reply'],
  )
  const inside = flat({ ...view('here'), parent: view('top', { by: 'bo', isReply: false }) })
  assert.ok(inside.every((item) => item.depth < 0 || !item.isStory))
})

test('nonsense among replies and parents takes nothing down', () => {
  const root = { ...view('root'), replies: [null, 'x', {}, { post: 7 }, view('good')], parent: { post: null } }
  assert.ok(names(flat(root)).includes('1 good'))
  for (const nothing of [undefined, null, [], 'x']) assert.deepEqual(flat(nothing), [])
})
