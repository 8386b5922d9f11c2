// One definition → what carries a post into it, what keeps it, and what points to it.
import { compileFilter, narrowest, type Test, testAll, together } from './compile-filter.ts'
import { compileSource, type Members } from './compile-source.ts'
import type { Definition } from './definition.ts'
import type { Facts } from './facts.ts'
import type { Triggers, TriggerTable } from './triggers.ts'

/**
 * `members` are the people (DIDs) of the private lists that the definition may take from, by key. `uri` is the record
 * of the feed: other feeds here may take from it.
 */
export type FeedDefinition = {
  feedId: number
  definition: Definition
  members?: Members | undefined
  uri?: string | undefined
}

export type CompiledFeed = {
  feedId: number
  uri: string | undefined
  carries: (facts: Facts) => boolean
  test: Test
  triggers: Triggers
  /** Rounds of the matcher in which it was last asked, and last took the post: cheaper than a set each. */
  asked: number
  taken: number
}

export function compileDefinition(table: TriggerTable, feed: FeedDefinition): CompiledFeed {
  const { feedId, definition, members = new Map(), uri } = feed
  const sources = definition.sources.map((source) => compileSource(table, source, members))
  const filters = definition.filters.map((filter) => compileFilter(table, filter, members))
  return {
    feedId,
    uri,
    asked: 0,
    taken: 0,
    carries: anyOf(sources.map(({ carries }) => carries)),
    test: testAll(filters),
    triggers: narrowest([
      together(sources.map(({ triggers }) => triggers)),
      ...filters.map(({ triggers }) => triggers),
    ]),
  }
}

function anyOf(carries: CompiledFeed['carries'][]): CompiledFeed['carries'] {
  const [only] = carries
  if (only !== undefined && carries.length === 1) return only
  return (facts) => carries.some((one) => one(facts))
}
