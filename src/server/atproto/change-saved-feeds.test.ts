// Preferences as they may lie on a server, and what is left of them after a feed was pinned.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Shelf } from '#types/saved-feed.ts'
import { changeSavedFeeds, readSavedFeeds, shelfOf } from './change-saved-feeds.ts'

const v2 = 'app.bsky.actor.defs#savedFeedsPrefV2'
const v1 = 'app.bsky.actor.defs#savedFeedsPref'
const uri = (name: string) => `at://did:plc:a/app.bsky.feed.generator/${name}`
const following = { id: 't', type: 'timeline', value: 'following', pinned: true }
const item = (name: string, pinned: boolean) => ({ id: name, type: 'feed', value: uri(name), pinned })
const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
const put = (preferences: Record<string, unknown>[], name: string, shelf: Shelf) =>
  changeSavedFeeds(preferences, { uri: uri(name), type: 'feed', shelf, id: 'new' })
const itemsOf = (preferences: Record<string, unknown>[]) => preferences.find(({ $type }) => $type === v2)?.items

test('pins, saves and lets go, and keeps the order and everything it does not know', () => {
  const kept = { $type: v2, items: [following, { ...item('a', true), colour: 'red' }, item('b', false)], note: 1 }
  const cases: [string, Shelf, unknown[]][] = [
    [
      'c',
      'pinned',
      [following, { ...item('a', true), colour: 'red' }, { ...item('c', true), id: 'new' }, item('b', false)],
    ],
    [
      'c',
      'saved',
      [following, { ...item('a', true), colour: 'red' }, item('b', false), { ...item('c', false), id: 'new' }],
    ],
    ['c', 'none', kept.items],
    ['a', 'pinned', kept.items],
    ['a', 'saved', [following, item('b', false), { ...item('a', false), colour: 'red' }]],
    ['a', 'none', [following, item('b', false)]],
    ['b', 'pinned', [following, { ...item('a', true), colour: 'red' }, item('b', true)]],
  ]
  for (const [name, shelf, items] of cases) {
    assert.deepEqual(put([teapot, kept, teapot], name, shelf), [teapot, { ...kept, items }, teapot], `${name} ${shelf}`)
  }
})

test('begins with Following, and with what an old client saved', () => {
  assert.deepEqual(itemsOf(put([teapot], 'a', 'pinned')), [
    { ...following, id: 'following' },
    { ...item('a', true), id: 'new' },
  ])
  const old = { $type: v1, pinned: [uri('x')], saved: [uri('x'), uri('y')], timelineIndex: 2 }
  const [mirrored, next] = put([old], 'a', 'pinned')
  assert.deepEqual(
    readSavedFeeds(next?.items).map(({ value, isPinned }) => [value, isPinned]),
    [
      ['following', true],
      [uri('x'), true],
      [uri('a'), true],
      [uri('y'), false],
    ],
  )
  assert.deepEqual(mirrored, { ...old, pinned: [uri('x'), uri('a')], saved: [uri('x'), uri('a'), uri('y')] })
})

test('reads items of any shape', () => {
  assert.deepEqual(readSavedFeeds(undefined), [])
  assert.deepEqual(readSavedFeeds([null, 3, { id: 'x' }, item('a', true)]), [
    { id: 'a', type: 'feed', value: uri('a'), isPinned: true },
  ])
  const saved = readSavedFeeds([item('a', true), item('b', false)])
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => shelfOf(saved, uri(name))),
    ['pinned', 'saved', 'none'],
  )
})
