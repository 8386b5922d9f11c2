// Where a page begins and where its mark stands, visit after visit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReadingPosition } from '#types/reading-position.ts'
import type { PlacedSlice } from '#types/timeline.ts'
import { findAnchor, findPlace, sitting, type Visit } from './find-place.ts'

/** `n` is also the time: the feed of `feed(5)` is 5, 4, 3, 2, 1. */
const slice = (n: number, uri = `at://${n}`): PlacedSlice => ({
  posts: [{ kind: 'gone', uri, reason: 'broken' }],
  gapAfterFirst: false,
  at: n,
})
const feed = (newest: number, oldest = 1) =>
  Array.from({ length: newest - oldest + 1 }, (_, index) => slice(newest - index))
const anchor = (n: number) => ({ uri: `at://${n}`, at: n })

/** Visits one after the other, each a number of minutes after the one before. */
function follow(visits: { after: number; visit: Visit; slices: PlacedSlice[]; view?: number }[]) {
  let known: ReadingPosition | undefined
  let now = 1_000_000
  return visits.map(({ after, visit, slices, view }) => {
    now += after * 60_000
    const place = findPlace(known, slices, { visit, now })
    known = place?.next
    if (known && view !== undefined) known = { ...known, view: anchor(view), seenAt: now }
    const { from, fresh, mark, isFar } = { ...place }
    return { from, fresh, mark, isFar, newest: known?.newest.at, left: known?.left.at }
  })
}

test('the first visit begins with the newest post; reloading changes nothing', () => {
  const home = { after: 0, visit: 'home' as const, slices: feed(5) }
  const seen = { from: 0, fresh: 0, mark: undefined, isFar: false, newest: 5, left: 5 }
  assert.deepEqual(follow([home, home, { ...home, after: 90 }]), [seen, seen, seen])
})

test('later the page begins where they left off, what is new is counted, and seen only when asked for', () => {
  const back = { from: 3, fresh: 3, mark: undefined, isFar: false, newest: 5, left: 5 }
  const top = { from: 0, fresh: 0, mark: 3, isFar: false, newest: 8, left: 5 }
  assert.deepEqual(
    follow([
      { after: 0, visit: 'home', slices: feed(5) },
      { after: 60, visit: 'home', slices: feed(8) },
      { after: 1, visit: 'home', slices: feed(8) },
      { after: 60, visit: 'newest', slices: feed(8) },
      { after: 1, visit: 'newest', slices: feed(8) },
      { after: 1, visit: 'home', slices: feed(8) },
      { after: 1, visit: 'newest', slices: feed(9) },
      { after: 31, visit: 'home', slices: feed(10) },
      { after: 1, visit: 'newest', slices: feed(10) },
    ]).slice(1),
    [
      back,
      back,
      { ...top, fresh: 0 },
      { ...top, fresh: 0 },
      { ...top, fresh: 0 },
      { ...top, mark: 4, newest: 9 },
      { from: 1, fresh: 1, mark: undefined, isFar: false, newest: 9, left: 9 },
      { from: 0, fresh: 0, mark: 1, isFar: false, newest: 10, left: 9 },
    ],
  )
})

test('who stops on the way down is led back to where they stopped, until they are through', () => {
  const [, , half, later, through] = follow([
    { after: 0, visit: 'home', slices: feed(5) },
    { after: 60, visit: 'newest', slices: feed(12), view: 8 },
    { after: 1, visit: 'home', slices: feed(12), view: 8 },
    { after: 60, visit: 'home', slices: feed(14), view: 3 },
    { after: 60, visit: 'home', slices: feed(14) },
  ])
  assert.deepEqual([half?.from, half?.fresh, half?.mark], [4, 0, 7])
  assert.deepEqual([later?.from, later?.fresh, later?.left], [6, 2, 8])
  assert.deepEqual([through?.from, through?.fresh, through?.left], [2, 2, 12])
})

test('a post that has gone does not lose the place', () => {
  const [, home, newest] = follow([
    { after: 0, visit: 'home', slices: feed(5) },
    { after: 60, visit: 'home', slices: feed(8).filter(({ at }) => at !== 5) },
    { after: 1, visit: 'newest', slices: feed(8).filter(({ at }) => at !== 5) },
  ])
  assert.deepEqual([home?.from, home?.fresh], [3, 3])
  assert.equal(newest?.mark, 3)
  const shuffled = [4, 9, 2, 8, 1].map((n) => slice(n))
  assert.equal(findAnchor(shuffled, anchor(5)), undefined, 'time says nothing in a feed that is ranked')
  assert.equal(findAnchor(shuffled, anchor(2)), 2)
  const pinned: PlacedSlice = { ...slice(1, 'at://pinned'), reason: { kind: 'pin' } }
  assert.equal(findAnchor([pinned, ...feed(4, 3)], anchor(5)), 1)
})

test('a place further down is said to be so; a page of older posts carries the mark if it is there', () => {
  const [, far, older, above, elsewhere] = follow([
    { after: 0, visit: 'home', slices: feed(5) },
    { after: 60, visit: 'home', slices: feed(60, 40) },
    { after: 1, visit: 'older', slices: feed(10) },
    { after: 1, visit: 'older', slices: feed(4) },
    { after: 1, visit: 'older', slices: feed(39, 20) },
  ])
  assert.deepEqual(far, { from: 0, fresh: 0, mark: undefined, isFar: true, newest: 60, left: 5 })
  assert.deepEqual([older?.mark, older?.newest], [5, 60])
  assert.deepEqual([above?.mark, elsewhere?.mark], [undefined, undefined])
})

test('a repost is another place than its post; nothing at all is no place', () => {
  const twice = [slice(9, 'at://1'), slice(5), slice(1)]
  assert.deepEqual([findAnchor(twice, anchor(1)), findAnchor(twice, { uri: 'at://1', at: 9 })], [2, 0])
  assert.equal(findPlace(undefined, [], { visit: 'home', now: 1 }), undefined)
  assert.equal(findPlace(undefined, feed(3), { visit: 'older', now: 1 }), undefined)
  const known = { newest: anchor(3), left: anchor(3), leftSeenAt: 1, seenAt: 1 }
  const empty = findPlace(known, [], { visit: 'home', now: 1 + sitting * 2 })
  assert.deepEqual([empty?.from, empty?.next.newest], [0, anchor(3)])
})
