// How far somebody has read in a feed.

/** A post in a feed, and when it came into it (ms). */
export type Anchor = { uri: string; at: number }

/** Times in ms. */
export type ReadingPosition = {
  /** The newest post that was shown. */
  newest: Anchor
  /** Where reading ended the time before, and when. */
  left: Anchor
  leftSeenAt: number
  /** What stood on top of the window last, where a browser told. */
  view?: Anchor | undefined
  seenAt: number
}

/** What a page of a feed shows of a position. Counts and places are of slices. */
export type HomePlace = {
  /** How many stand above the first one of this page, and how many of those were never shown before. */
  above: number
  fresh: number
  /** Before which one the mark stands. */
  mark?: number | undefined
  /** When the place was left, ISO 8601. */
  leftAt: string
  /** The place lies further down than this page. */
  isFar: boolean
  /** Where the newest posts are, and the page with the place on it. */
  newestHref: string
  leftHref: string
}
