// One definition → what carries a post into it, what keeps it, and what points to it.
import { compileFilter, narrowest, type Test, testAll, together } from './compile-filter.ts'
import { compileSource, type Members, ownerOf, ownKey } from './compile-source.ts'
import type { Definition } from './definition.ts'
import type { Facts } from './facts.ts'
import { effectiveFilters, isPersonal } from './personal.ts'
import type { Triggers, TriggerTable } from './triggers.ts'

/**
 * `members` are the people (DIDs) of the private lists that the definition may take from, by key. `uri` is the record
 * of the feed: other feeds of its owner may take from it, and feeds of everybody here when it `isShared`.
 */
export type FeedDefinition = {
  feedId: number
  definition: Definition
  members?: Members | undefined
  uri?: string | undefined
  isShared?: boolean
}

export type CompiledFeed = {
  feedId: number
  /** Keys of sources that what it takes is brought to. */
  brings: string[]
  carries: (facts: Facts) => boolean
  test: Test
  triggers: Triggers
  /** Numbers of the people whose reposts it takes. */
  reposters: number[]
  /** Rounds of the matcher in which it was last asked, and last took the post: cheaper than a set each. */
  asked: number
  taken: number
}

export function compileDefinition(table: TriggerTable, feed: FeedDefinition): CompiledFeed {
  const { feedId, definition, members = new Map(), uri, isShared = false } = feed
  const owner = uri === undefined ? undefined : ownerOf(uri)
  const sources = definition.sources.map((source) => compileSource(table, source, members, owner))
  const filters = effectiveFilters(definition).map((filter) => compileFilter(table, filter, members))
  return {
    feedId,
    brings: uri === undefined || isPersonal(definition) ? [] : [ownKey(uri), ...(isShared ? [`feed:${uri}`] : [])],
    asked: 0,
    taken: 0,
    reposters: sources.flatMap(({ reposters = [] }) => reposters),
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
