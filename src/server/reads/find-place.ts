// Where in a feed somebody is, from what they were shown before. Pure.
import type { Anchor, ReadingPosition } from '#types/reading-position.ts'
import type { PlacedSlice } from '#types/timeline.ts'

/** Somebody who comes back later than this has been away (ms): what they saw last is where they left off. */
export const sitting = 30 * 60_000

/** What is asked for: the home page, which leads back; the newest posts; or a page of older ones. */
export type Visit = 'home' | 'newest' | 'older'

export type Place = {
  /** The slice that the page begins with. */
  from: number
  /** How many stand above it that were never shown before. */
  fresh: number
  /** The slice before which the mark stands, when it is neither the first of the page nor above. */
  mark?: number | undefined
  /** Neither the beginning nor the mark is among the slices, which are in order of time: they lie further down. */
  isFar: boolean
  /** What is known after this visit. */
  next: ReadingPosition
}

/** The anchor of a slice: its own post. */
export function anchorOf(slice: PlacedSlice): Anchor {
  return { uri: slice.posts.at(-1)?.uri ?? '', at: slice.at }
}

/**
 * The slice that `anchor` is, or, where its post has gone and the slices are in order of time, the one that follows it;
 * undefined when it lies elsewhere.
 */
export function findAnchor(slices: PlacedSlice[], anchor: Anchor): number | undefined {
  const places = slices.map(anchorOf)
  const exact = places.findIndex(({ uri, at }) => uri === anchor.uri && at === anchor.at)
  if (exact >= 0) return exact
  const same = places.findIndex(({ uri }) => uri === anchor.uri)
  if (same >= 0) return same
  if (!isByTime(slices)) return undefined
  const next = slices.findIndex(({ at, reason }) => reason?.kind !== 'pin' && at <= anchor.at)
  return next < 0 ? undefined : next
}

/** Where the page of a visit begins and where its mark stands. `known` is undefined at the first visit. */
export function findPlace(
  known: ReadingPosition | undefined,
  slices: PlacedSlice[],
  { visit, now }: { visit: Visit; now: number },
): Place | undefined {
  const top = slices[0] && anchorOf(slices[0])
  if (!known) {
    if (!top || visit === 'older') return undefined
    return { from: 0, fresh: 0, isFar: false, next: { newest: top, left: top, leftSeenAt: now, seenAt: now } }
  }
  const position = beginSitting(known, slices, now)
  const [newest, left] = [findAnchor(slices, position.newest), findAnchor(slices, position.left)]
  const view = findView(position, slices)
  const next = { ...position, seenAt: now }
  if (visit === 'older') {
    // A post that has gone may have stood on any page above this one.
    return {
      from: 0,
      fresh: 0,
      mark: left === 0 && !isExact(slices, position.left) ? undefined : left,
      isFar: false,
      next,
    }
  }
  const start = visit === 'home' ? (view ?? newest) : undefined
  const from = start ?? 0
  return {
    from,
    fresh: Math.min(from, newest ?? 0),
    mark: left !== undefined && left > from ? left : undefined,
    isFar: start === undefined && left === undefined && isByTime(slices),
    // What stands above the beginning was not shown.
    next: from === 0 && top ? { ...next, newest: top } : next,
  }
}

/** After a while away, the mark moves to where they were. */
function beginSitting(known: ReadingPosition, slices: PlacedSlice[], now: number): ReadingPosition {
  if (now - known.seenAt <= sitting) return known
  const isUnfinished = findView(known, slices) !== undefined
  const left = isUnfinished && known.view ? known.view : known.newest
  return { ...known, left, leftSeenAt: known.seenAt, view: isUnfinished ? known.view : undefined }
}

/** The post on top of the window, while there is something unread between it and the place they left before. */
function findView({ view, newest, left }: ReadingPosition, slices: PlacedSlice[]): number | undefined {
  const at = view && findAnchor(slices, view)
  if (at === undefined) return undefined
  const isBelowNewest = at > (findAnchor(slices, newest) ?? at)
  return isBelowNewest && at <= (findAnchor(slices, left) ?? Number.POSITIVE_INFINITY) ? at : undefined
}

function isExact(slices: PlacedSlice[], anchor: Anchor): boolean {
  return slices.some((slice) => anchorOf(slice).uri === anchor.uri)
}

/** Whether the slices come newest first, as in Following, in lists and in many feeds. Clocks differ a little. */
function isByTime(slices: PlacedSlice[]): boolean {
  const times = slices.filter(({ reason, at }) => reason?.kind !== 'pin' && at > 0).map(({ at }) => at)
  const disordered = times.filter((at, index) => at > (times[index - 1] ?? at)).length
  return disordered * 5 <= times.length
}
