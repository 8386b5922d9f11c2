// What a feed was, and is.

/** Times are ISO 8601. `version` is absent for what the feed is now; `until` then, too. */
export type FeedVersion = {
  version?: number | undefined
  title: string
  until?: string | undefined
  /** What it changed of the version before; empty for the oldest that is kept. */
  changes: { is: 'added' | 'removed' | 'changed'; text: string }[]
  isOldest: boolean
  /** Whether this SkyPanel cannot read it. */
  isBroken: boolean
}
