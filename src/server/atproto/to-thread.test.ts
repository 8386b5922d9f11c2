// Threads: branches, parents, limits, and what is held back and why.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ThreadNode } from '#types/thread.ts'
import type { ThreadAnswer } from './ask-thread.ts'
import { compileMutedWords } from './compile-muted-words.ts'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { bareItem, type ThreadItem } from './thread-items.ts'
import { type ThreadOptions, toThread } from './to-thread.ts'

const lens: Lens = { viewerDid: undefined, ...publicModeration(), acts: { recall: () => undefined } }
const muting: Lens = {
  ...lens,
  viewerDid: 'did:plc:me',
  mutedWords: compileMutedWords([{ value: 'eels', targets: ['content'], actorTarget: 'all' }]),
}

function item(
  depth: number,
  text: string,
  part: Partial<ThreadItem> & { author?: object; reply?: string } = {},
): ThreadItem {
  const uri = `at://did:plc:ana/app.bsky.feed.post/${text.replaceAll(' ', '-')}`
  const { author, reply, ...rest } = part
  const above = reply ? { reply: { parent: { uri: reply }, root: { uri: reply } } } : {}
  const time = '2026-01-01T00:00:00.000Z'
  const view = {
    ...{ uri, cid: 'c', indexedAt: time },
    author: { did: 'did:plc:ana', handle: 'ana.example.net', ...author },
    record: { $type: 'app.bsky.feed.post', text, createdAt: time, ...above },
  }
  return { uri, depth, view, ...bareItem, ...rest }
}

function read(items: ThreadItem[], part: Partial<ThreadAnswer & ThreadOptions> = {}, eyes = lens) {
  const { hasOther = false, gate, ...options } = part
  const thread = toThread({ items, hasOther, gate }, eyes, { order: 'top', shape: 'tree', limit: 40, ...options })
  assert.ok(!('kind' in thread), JSON.stringify(thread))
  return thread
}
const rkey = (uri: string) => uri.split('/').at(-1) ?? ''
const draw = (nodes: ThreadNode[]): unknown[] =>
  nodes.map(({ post, replies }) => (replies.length > 0 ? [rkey(post.uri), draw(replies)] : rkey(post.uri)))
const notes = (node: ThreadNode | undefined) => (node?.post.kind === 'post' ? node.post.notes : undefined)

test('grows branches from depths, also where one is skipped', () => {
  const items = [item(0, 'root'), item(1, 'a'), item(2, 'b'), item(3, 'c'), item(2, 'd'), item(1, 'e'), item(3, 'f')]
  assert.deepEqual(draw(read(items).replies), [
    ['a', [['b', ['c']], 'd']],
    ['e', ['f']],
  ])
})

test('shows as many direct replies as asked for', () => {
  const thread = read([item(0, 'root'), ...Array.from({ length: 50 }, (_, at) => item(1, `r${at}`))])
  assert.deepEqual([thread.replies.length, thread.more], [40, 10])
})

test('holds back what settings, the author of the thread, or a mute hide, and says which', () => {
  const muted = { author: { viewer: { muted: true } } }
  const items = [item(0, 'root'), item(1, 'about eels'), item(1, 'good'), item(2, 'more eels')]
  const other = [
    item(1, 'rude', { isHiddenByAuthor: true }),
    item(1, 'loud', { isMuted: true, ...muted }),
    item(1, 'quiet', { isMuted: true }),
  ]
  const thread = read(items, { other, hasOther: true }, muting)
  assert.deepEqual(draw(thread.replies), ['good'])
  assert.equal(thread.replies[0]?.hidden, 1)
  const [word, rude, loud, quiet] = thread.held
  assert.deepEqual(draw(thread.held), ['about-eels', 'rude', 'loud', 'quiet'])
  assert.equal(word?.post.kind === 'post' && word.post.veil?.title, 'Contains your muted word “eels”')
  assert.deepEqual(notes(rude), ['Hidden by the author of the thread'])
  assert.equal(loud?.post.kind === 'post' && loud.post.veil?.title, 'Somebody you have muted')
  assert.deepEqual(notes(quiet), ['Muted by you'])
  assert.equal(thread.hasOther, false)
  assert.equal(read(items, { hasOther: true }).hasOther, true)
})

test('a reply that the author of the thread has hidden says so on its own page', () => {
  const root = item(0, 'root')
  assert.deepEqual(read([root], { gate: { hiddenReplies: [root.uri] } }).post.notes, [
    'Hidden by the author of the thread',
  ])
  assert.deepEqual(read([root], { gate: { hiddenReplies: 'x' } }).post.notes, [])
})

test('tombstones stand among parents and replies', () => {
  const gone = (depth: number, part: Partial<ThreadItem>): ThreadItem => ({
    uri: 'at://x/y/z',
    depth,
    ...bareItem,
    ...part,
  })
  const thread = read([
    gone(-2, { view: { uri: 'at://x/y/z', notFound: true } }),
    item(-1, 'parent'),
    item(0, 'here'),
    gone(1, { gone: 'unknown' }),
    gone(1, { gone: 'signed-in-only' }),
    gone(1, { view: { uri: 'at://x/y/z', blocked: true, author: { viewer: { blockedBy: true } } } }),
  ])
  const reasons = [...thread.parents, ...thread.replies.map(({ post }) => post)]
  assert.deepEqual(
    reasons.map((post) => (post.kind === 'gone' ? post.reason : post.kind)),
    ['not-found', 'post', 'unknown', 'signed-in-only', 'blocked-by'],
  )
})

test('leads further up where the page does not begin at the root', () => {
  const parent = 'at://did:plc:bo/app.bsky.feed.post/top'
  const above = (items: ThreadItem[]) => read(items).above
  assert.equal(above([item(0, 'root')]), undefined)
  assert.equal(above([item(-1, 'top'), item(0, 'here', { reply: parent })]), undefined)
  assert.equal(
    above([item(-1, 'middle', { reply: parent, moreParents: true }), item(0, 'here', { reply: parent })]),
    '/profile/ana.example.net/post/middle',
  )
  assert.equal(above([item(0, 'here', { reply: parent })]), '/profile/did:plc:bo/post/top')
  assert.equal(above([item(0, 'here', { reply: 'javascript:alert(1)' })]), undefined)
  const long = Array.from({ length: 40 }, (_, at) => item(at - 40, `p${at}`, at > 0 ? { reply: parent } : {}))
  const thread = read([...long, item(0, 'here', { reply: parent })])
  assert.deepEqual([thread.parents.length, thread.above], [30, '/profile/ana.example.net/post/p10'])
})

test('nonsense takes nothing down', () => {
  const thread = read([item(0, 'root'), { ...item(1, 'bad'), view: { post: 7 } }, { ...item(1, 'worse'), view: null }])
  assert.deepEqual(
    thread.replies.map(({ post }) => post.kind),
    ['gone', 'gone'],
  )
  const options: ThreadOptions = { order: 'top', shape: 'tree', limit: 40 }
  assert.equal('kind' in toThread({ items: [], hasOther: false }, lens, options), true)
})
