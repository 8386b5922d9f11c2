// When the posts of a feed have to be looked at again: as counts pass numbers that it names, as time goes by.
import type { Definition, Filter } from './definition.ts'
import type { Counted } from './lookups.ts'
import { effectiveFilters } from './personal.ts'
import { isThinned } from './rank-thin.ts'

const hour = 3600_000

/** Every filter of a definition, those inside others too. */
function* eachFilter(filters: Filter[]): Generator<Filter> {
  for (const filter of filters) {
    yield filter
    if ('of' in filter && Array.isArray(filter.of)) yield* eachFilter(filter.of)
  }
}

/** Numbers at which a feed may think otherwise of a post: it does once a count reaches one, or falls below it. */
export function listThresholds(definition: Definition): { of: Counted; at: number }[] {
  return [...eachFilter(definition.filters)].flatMap((filter) => {
    if (filter.type !== 'engagement') return []
    const { of, atLeast, atMost } = filter
    return [atLeast, atMost === undefined ? undefined : atMost + 1]
      .filter((at) => at !== undefined && at > 0)
      .map((at) => ({ of, at: Number(at) }))
  })
}

/** Whether posts may wait for a feed. */
export function canWait({ filters }: Definition): boolean {
  return [...eachFilter(filters)].some(
    ({ type }) => type === 'engagement' || type === 'labels' || type === 'accountAge',
  )
}

/** Counts that a feed asks for as they were so many hours after the post. */
export function listTimedCounts(definition: Definition): { of: Counted; withinHours: number }[] {
  return [...eachFilter(definition.filters)].flatMap((filter) =>
    filter.type === 'engagement' && filter.withinHours !== undefined
      ? [{ of: filter.of, withinHours: filter.withinHours }]
      : [],
  )
}

/** Ages (ms) at which a post may leave a feed, or cannot come into it any more. */
export function listAges(definition: Definition): number[] {
  const ages = [...eachFilter(effectiveFilters(definition))].flatMap((filter) => {
    if (filter.type === 'age') return [filter.atMostHours * hour]
    return filter.type === 'engagement' && filter.withinHours !== undefined ? [filter.withinHours * hour] : []
  })
  return [...new Set(ages)]
}

/** Whether a feed asks how much somebody posts. */
export function asksForRate({ sources, filters }: Definition): boolean {
  return (
    sources.some(({ type }) => type === 'quietPosters') || [...eachFilter(filters)].some(({ type }) => type === 'rate')
  )
}

/** Whether a feed is not simply what it keeps, the newest first: its order is made as a whole, from time to time. */
export function isRanked(definition: Definition): boolean {
  return (definition.order?.by ?? 'newest') !== 'newest' || isThinned(definition) || definition.pinned !== undefined
}

/** Whether anything of this matters to a feed. */
export function isLively(definition: Definition): boolean {
  return isRanked(definition) || canWait(definition) || asksForRate(definition) || listAges(definition).length > 0
}
