// Names of the sets of people that feeds take from.
import type { Definition, Filter } from './definition.ts'
import { sourceKey } from './lookups.ts'

/** Keys (see sourceKey) of all lists, packs, follows and mutuals that a definition takes people from. */
export function listMemberKeys({ sources, filters }: Pick<Definition, 'sources' | 'filters'>): string[] {
  const named = sources.map(sourceKey).filter((key) => key !== undefined && /^(list|pack|follows|mutuals):/.test(key))
  const lists = filters.flatMap(flatten).flatMap((filter) => (filter.type === 'list' ? [`list:${filter.uri}`] : []))
  return [...new Set([...(named as string[]), ...lists])]
}

function flatten(filter: Filter): Filter[] {
  const isGroup = filter.type === 'all' || filter.type === 'any' || filter.type === 'none'
  return isGroup ? filter.of.flatMap(flatten) : [filter]
}
