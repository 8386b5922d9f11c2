// How a feed fares.

/** Times are ISO 8601; absent when there was none. `perDay` is the average of the last seven whole days. */
export type FeedStatus = {
  lastRequestAt?: string | undefined
  today: number
  perDay: number
  lastPostAt?: string | undefined
}

/** A source that does not bring what it should: which one, where it can be looked at, since when (ISO 8601), and why. */
export type SourceTrouble = {
  name: string
  href: string | undefined
  since: string | undefined
  sentence: string
}
