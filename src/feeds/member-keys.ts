// Names of the sets of people that feeds take from: `list:at://…`, `pack:at://…`, `follows:did:…`, `mutuals:did:…`.
import type { Definition, Filter, Source } from './definition.ts'

/** The name of the set that a source or a filter takes people from; undefined when it takes them from none. */
export function memberKeyOf(part: Source | Filter): string | undefined {
  switch (part.type) {
    case 'list':
      return `list:${part.uri}`
    case 'starterPack':
      return `pack:${part.uri}`
    case 'follows':
    case 'quietPosters':
      return `follows:${part.did}`
    case 'mutuals':
      return `mutuals:${part.did}`
    default:
      return undefined
  }
}

/** The names of all sets that a definition takes people from. */
export function listMemberKeys({ sources, filters }: Pick<Definition, 'sources' | 'filters'>): string[] {
  const keys = [...sources, ...filters.flatMap(flatten)].map(memberKeyOf)
  return [...new Set(keys.filter((key) => key !== undefined))]
}

function flatten(filter: Filter): Filter[] {
  return filter.type === 'all' || filter.type === 'any' || filter.type === 'none'
    ? filter.of.flatMap(flatten)
    : [filter]
}
