import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEntry, listHiddenPosts, setEntry, setLabelChoice, setLabeler, showHiddenPost } from './edit-preferences.ts'

const $type = (kind: string) => `app.bsky.actor.defs#${kind}`
const teapot = { $type: $type('teapotPref'), brew: 'oolong' }
const home = { $type: $type('feedViewPref'), feed: 'home', hideReplies: false, tint: 'blue' }
const other = { $type: $type('feedViewPref'), feed: 'at://x/app.bsky.feed.generator/y', hideReplies: true }
const preferences = [teapot, home, other]

test('an entry is changed where it stands; what nobody knows stays', () => {
  const key = { kind: 'feedViewPref', where: { feed: 'home' } }
  const next = setEntry(preferences, key, { hideReplies: true })
  assert.deepEqual(next, [teapot, { ...home, hideReplies: true }, other])
  assert.equal(setEntry(next, key, { hideReplies: true }), next, 'nothing to write')
  assert.equal(findEntry(next, key).tint, 'blue')
  assert.deepEqual(findEntry([], key), {})
  assert.deepEqual(setEntry([], key, { a: 1 }), [{ $type: $type('feedViewPref'), feed: 'home', a: 1 }])
})

test('the last of several counts, as for other clients', () => {
  const pair = [
    { $type: $type('adultContentPref'), enabled: true },
    { $type: $type('adultContentPref'), enabled: false },
  ]
  const next = setEntry(pair, { kind: 'adultContentPref' }, { enabled: true })
  assert.deepEqual(
    next.map(({ enabled }) => enabled),
    [true, true],
  )
})

test('a choice about everybody’s label is kept for old clients too; a labeler’s own is its own', () => {
  const did = 'did:plc:labeler'
  const first = setLabelChoice([teapot], { label: 'porn', labelerDid: undefined, visibility: 'hide' })
  assert.deepEqual(
    first.slice(1).map(({ label, visibility }) => [label, visibility]),
    [
      ['porn', 'hide'],
      ['nsfw', 'hide'],
    ],
  )
  const second = setLabelChoice(first, { label: 'porn', labelerDid: did, visibility: 'ignore' })
  assert.deepEqual(second.slice(0, 3), first)
  assert.equal(second.at(-1)?.labelerDid, did)
})

test('labelers come and go once; what they carry stays', () => {
  const known = { did: 'did:plc:a', note: 'kept' }
  const start = [{ $type: $type('labelersPref'), labelers: [known], extra: 1 }]
  const more = setLabeler(start, 'did:plc:b', true)
  assert.deepEqual(more, [{ ...start[0], labelers: [known, { did: 'did:plc:b' }] }])
  assert.equal(setLabeler(more, 'did:plc:b', true), more)
  assert.deepEqual(setLabeler(more, 'did:plc:b', false), start)
  assert.equal(setLabeler([], 'did:plc:b', false).length, 0)
})

test('hidden posts: those hidden last first, in any shape', () => {
  const start = [{ $type: $type('hiddenPostsPref'), items: ['at://a', 7, 'at://b', 'at://a'], extra: 1 }]
  assert.deepEqual(listHiddenPosts(start), ['at://b', 'at://a'])
  assert.deepEqual(listHiddenPosts([{ $type: $type('hiddenPostsPref'), items: 'x' }]), [])
  assert.deepEqual(showHiddenPost(start, 'at://a'), [{ ...start[0], items: [7, 'at://b'] }])
  assert.deepEqual(showHiddenPost(start, undefined)[0]?.items, [])
  assert.deepEqual(showHiddenPost([teapot], 'at://a'), [teapot])
})
