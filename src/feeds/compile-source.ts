// Sources → what carries a post, and what points to it.
import type { Source } from './definition.ts'
import { asciiDomain, type Facts } from './facts.ts'
import { sourceKey } from './lookups.ts'
import { meet, type Triggers, type TriggerTable } from './triggers.ts'

export type SourcePart = { carries: (facts: Facts) => boolean; triggers: Triggers }
/** Who (DIDs) is on the private lists that a definition may take from, by key. */
export type Members = Map<string, string[]>

/** People carry what they repost; everything else carries posts themselves. */
export function compileSource(table: TriggerTable, source: Source, members: Members): SourcePart {
  switch (source.type) {
    case 'network':
      return { carries: isPost, triggers: undefined }
    case 'authors':
      return compilePeople(table.people(source.dids))
    case 'privateList':
      return compilePeople(table.people(members.get(source.list) ?? []))
    case 'quietPosters': {
      const { carries, triggers } = compilePeople(setNumber(table, source))
      const isQuiet = ({ post, lookups }: Facts) =>
        (lookups.rateOf?.(post.repost?.did ?? post.did) ?? 0) < source.postsPerDay
      return { carries: (facts) => carries(facts) && isQuiet(facts), triggers }
    }
    case 'list':
    case 'starterPack':
    case 'follows':
    case 'mutuals':
    case 'viewer':
      return compilePeople(setNumber(table, source))
    case 'feed':
    case 'search': {
      const number = table.numberOf('brought', sourceKey(source) ?? '')
      return { carries: ({ found }) => found.has(number), triggers: [number] }
    }
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

function setNumber(table: TriggerTable, source: Source): number {
  return table.numberOf('set', sourceKey(source) ?? '')
}

function compilePeople(number: number): SourcePart {
  return { carries: ({ actorSets }) => actorSets.has(number), triggers: [number] }
}

function compileFound(numbers: number[]): SourcePart {
  const wanted = new Set(numbers)
  return { carries: (facts) => isPost(facts) && meet(facts.found, wanted), triggers: numbers }
}

function isPost({ post }: Facts): boolean {
  return post.repost === undefined
}
