// Definitions → one matcher that asks all feeds at once.
import type { FeedDefinition } from './compile-definition.ts'
import type { Lookups } from './lookups.ts'
import { createMatcher, type LiveMatcher } from './matcher.ts'
import { runThrough } from './part-index.ts'

export type { FeedDefinition } from './compile-definition.ts'
export type { Members } from './compile-source.ts'
export type { LiveMatcher, Match, Matcher } from './matcher.ts'

/** Compiles `feeds` at once. Where many feeds must not hold up anything, set them one by one: see createMatcher. */
export function compileFeeds(feeds: FeedDefinition[], lookups?: Lookups): LiveMatcher {
  const matcher = createMatcher(lookups)
  for (const feed of feeds) matcher.set(feed)
  runThrough(matcher.compact())
  return matcher
}
