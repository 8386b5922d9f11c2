// Sources → what carries a post, and what points to it.
import { compileFilter, narrowest, testAll, together } from './compile-filter.ts'
import type { Source } from './definition.ts'
import { asciiDomain, type Facts } from './facts.ts'
import { sourceKey } from './lookups.ts'
import { answersAsk, readSearch } from './search-filters.ts'
import { meet, type Triggers, type TriggerTable } from './triggers.ts'
import { isIn } from './verdict.ts'

/** `reposters`: numbers of the people whose reposts it takes. */
export type SourcePart = { carries: (facts: Facts) => boolean; triggers: Triggers; reposters?: number[] }
/** Who (DIDs) is on the private lists that a definition may take from, by key. */
export type Members = Map<string, string[]>

/** Under this key a feed brings what it takes to other feeds of its owner, even if nobody else may see it. */
export function ownKey(uri: string): string {
  return `own:${uri}`
}

/** The DID in an at-uri. */
export function ownerOf(uri: string): string | undefined {
  return uri.split('/')[2]
}

/**
 * People carry what they repost where the source says so; everything else carries posts themselves.
 * @param owner of the feed, a DID
 */
export function compileSource(table: TriggerTable, source: Source, members: Members, owner?: string): SourcePart {
  switch (source.type) {
    case 'network':
      return { carries: isPost, triggers: undefined }
    case 'authors':
      return compilePeople(table.people(source.dids), source.reposts)
    case 'privateList':
      return compilePeople(table.people(members.get(source.list) ?? []), source.reposts)
    case 'quietPosters': {
      const { carries, ...rest } = compilePeople(setNumber(table, source), source.reposts)
      const isQuiet = ({ post, lookups }: Facts) =>
        (lookups.rateOf?.(post.repost?.did ?? post.did) ?? 0) < source.postsPerDay
      return { carries: (facts) => carries(facts) && isQuiet(facts), ...rest }
    }
    case 'list':
    case 'starterPack':
    case 'follows':
    case 'mutuals':
      return compilePeople(setNumber(table, source), source.reposts)
    case 'viewer':
      return compilePeople(setNumber(table, source), false)
    case 'feed': {
      const keys = [`feed:${source.uri}`, ...(owner === ownerOf(source.uri) ? [ownKey(source.uri)] : [])]
      return compileBrought(keys.map((key) => table.numberOf('brought', key)))
    }
    case 'search':
      return compileSearch(table, source, members)
    case 'hashtags':
      return compileFound(table.tags(source.tags))
    case 'domains':
      return compileFound(source.domains.map((domain) => table.numberOf('domain', asciiDomain(domain))))
    case 'replies':
      return compileFound([table.numberOf('reply', source.uri)])
    case 'quotes':
      return compileFound([table.numberOf('quote', source.uri)])
  }
}

/** What somebody else's search brings, and what comes by and fits. */
function compileSearch(table: TriggerTable, source: Source & { type: 'search' }, members: Members): SourcePart {
  const brought = compileBrought([table.numberOf('brought', sourceKey(source) ?? '')])
  const search = readSearch(source.query)
  if (search === undefined) return brought
  const parts = search.filters.map((filter) => compileFilter(table, filter, members))
  const test = testAll(parts)
  const isAnswered = ({ post }: Facts) => search.asks.every((ask) => answersAsk(ask, post))
  return {
    carries: (facts) => brought.carries(facts) || (isPost(facts) && isIn(test(facts)) && isAnswered(facts)),
    triggers: together([brought.triggers, narrowest(parts.map(({ triggers }) => triggers))]),
  }
}

function setNumber(table: TriggerTable, source: Source): number {
  return table.numberOf('set', sourceKey(source) ?? '')
}

function compilePeople(number: number, reposts = false): SourcePart {
  const carries = (facts: Facts) => facts.actorSets.has(number) && (reposts || isPost(facts))
  return { carries, triggers: [number], ...(reposts ? { reposters: [number] } : {}) }
}

function compileBrought(numbers: number[]): SourcePart {
  return { carries: ({ found }) => numbers.some((number) => found.has(number)), triggers: numbers }
}

function compileFound(numbers: number[]): SourcePart {
  const wanted = new Set(numbers)
  return { carries: (facts) => isPost(facts) && meet(facts.found, wanted), triggers: numbers }
}

function isPost({ post }: Facts): boolean {
  return post.repost === undefined
}
