// Personal feeds: what is in one depends on whom its reader follows.
import type { Definition, Filter } from './definition.ts'

/** The set of everybody whom some reader of a personal feed follows. */
export const readersKey = 'readers'
/** For so long (hours) posts of these people are kept. */
const keptFor = 7 * 24

/** Whether a feed is another one for each reader. Such a feed has no other source. */
export function isPersonal({ sources }: { sources: { type: string }[] }): boolean {
  return sources.some(({ type }) => type === 'viewer')
}

/** The filters of a definition, with the one that nobody typed: personal feeds would keep what everybody follows. */
export function effectiveFilters({ sources, filters }: Pick<Definition, 'sources' | 'filters'>): Filter[] {
  return isPersonal({ sources }) ? [...filters, { type: 'age', atMostHours: keptFor }] : filters
}
