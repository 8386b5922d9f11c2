// A definition as rows of feed_sources and feed_filters and the column feeds.ordering, and back.
import type { FeedParts } from '#db/queries/feeds.ts'
import { type Definition, type Mistake, parseDefinition } from './definition.ts'

/** The order of filters is their priority; the order of sources is the order of their rows; the rest is `ordering`. */
export function toRows({ version: _, sources, filters, ...ordering }: Definition): FeedParts {
  return {
    ordering,
    sources: sources.map(({ type, ...sourceConfig }) => ({ sourceType: type, sourceConfig })),
    filters: filters.map(({ type, ...filterConfig }, priority) => ({ filterType: type, filterConfig, priority })),
  }
}

/** Rows may have been written by another version or by hand, so they are checked as if from outside. */
export function fromRows({
  sources,
  filters,
  ordering = {},
}: FeedParts): { definition: Definition } | { mistakes: Mistake[] } {
  return parseDefinition({
    ...ordering,
    version: 1,
    sources: sources.map(({ sourceType, sourceConfig }) => ({ ...sourceConfig, type: sourceType })),
    filters: filters
      .toSorted((a, b) => a.priority - b.priority)
      .map(({ filterType, filterConfig }) => ({ ...filterConfig, type: filterType })),
  })
}
