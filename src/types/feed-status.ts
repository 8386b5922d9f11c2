// How a feed fares.

/** Times are ISO 8601; absent when there was none. `perDay` is the average of the last seven whole days. */
export type FeedStatus = {
  lastRequestAt?: string | undefined
  today: number
  perDay: number
  lastPostAt?: string | undefined
}
