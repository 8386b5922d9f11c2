// The author's own thread, picked out of everything that is said around it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { bareItem, type ThreadItem } from './thread-items.ts'
import { continueStory, pickStory, toStory } from './to-story.ts'

const lens: Lens = { viewerDid: undefined, ...publicModeration(), acts: { recall: () => undefined } }

function item(depth: number, text: string, part: Partial<ThreadItem> = {}): ThreadItem {
  const uri = `at://did:plc:ana/app.bsky.feed.post/${text}`
  const time = '2026-01-01T00:00:00.000Z'
  const view = {
    ...{ uri, cid: 'c', indexedAt: time },
    author: { did: 'did:plc:ana', handle: 'ana.example.net' },
    record: { $type: 'app.bsky.feed.post', text, createdAt: time },
  }
  return { uri, depth, view, ...bareItem, ...part }
}
const own = (depth: number, text: string, part: Partial<ThreadItem> = {}) =>
  item(depth, text, { isStory: true, ...part })
const names = (items: ThreadItem[]) => items.map(({ uri }) => uri.split('/').at(-1))

test('takes what the author says one after the other, from above and from below', () => {
  const items = [
    own(-1, 'one'),
    own(0, 'two'),
    item(1, 'aside'),
    own(1, 'three'),
    item(2, 'answer'),
    own(2, 'four'),
    item(1, 'late'),
    own(2, 'elsewhere'),
  ]
  assert.deepEqual(names(pickStory(items)), ['one', 'two', 'three', 'four'])
  assert.deepEqual(names(continueStory([item(1, 'x'), own(1, 'y'), own(2, 'z')], 0)), ['y', 'z'])
  assert.deepEqual(pickStory([own(-1, 'one'), item(0, 'a-reply')]), [])
  assert.deepEqual(pickStory([]), [])
})

test('says where it goes on, and where it cannot', () => {
  const of = (at: number, part: Partial<ThreadItem> = {}) => own(at - 1, `p${at}`, { storyAt: at, storyOf: 3, ...part })
  const whole = toStory([of(1), of(2), of(3)], lens)
  assert.deepEqual([whole?.posts.length, whole?.above, whole?.below, whole?.isCut], [3, undefined, undefined, false])
  const cut = toStory([of(1), of(2)], lens)
  assert.deepEqual([cut?.below, cut?.isCut], [undefined, true])
  const long = toStory([of(1), of(2, { moreReplies: 1 })], lens)
  assert.deepEqual([long?.below, long?.isCut], ['/profile/ana.example.net/post/p2?view=article', false])
})

test('one post is no story, nor is one that cannot be shown', () => {
  assert.equal(toStory([own(0, 'one')], lens), undefined)
  assert.equal(toStory([own(0, 'one'), own(1, 'two', { view: { uri: 'x', notFound: true } })], lens), undefined)
  assert.equal(toStory([], lens), undefined)
})

test('a tombstone keeps its place', () => {
  const gone = own(-1, 'gone', { view: { uri: 'at://x/y/z', notFound: true }, isStory: false })
  const story = toStory([gone, own(0, 'two'), own(1, 'three')], lens)
  assert.deepEqual(
    story?.posts.map(({ kind }) => kind),
    ['gone', 'post', 'post'],
  )
  assert.equal(story?.first.rkey, 'two')
})
