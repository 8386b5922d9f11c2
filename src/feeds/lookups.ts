// What a post itself does not say, and the engine has to ask for. Answers are those of this moment.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Source } from './definition.ts'
import { readersKey } from './personal.ts'

export type Counted = 'likes' | 'reposts' | 'replies' | 'quotes'

/** Every answer may be unknown. Given to the matcher; asked only for feeds that need it. */
export type Lookups = {
  /** ms. */
  now: () => number
  /** Keys (see sourceKey) of the lists, packs, follows and mutuals that somebody is in. Who is in which may change. */
  setsOf?: (did: string) => Iterable<string>
  /** Posts a day of an author, on the average of 30 days; unknown is taken for 0. */
  rateOf?: (did: string) => number | undefined
  /** When an author's account was made, in ms. */
  accountCreatedAt?: (did: string) => number | undefined
  /** Labels on the post or its author that are not the author's own words. */
  labelsOf?: (post: CandidatePost) => Iterable<string>
  /** How often a post was liked and so on; with `withinHours` only what came so soon after it. */
  countOf?: (uri: string, of: Counted, withinHours: number | undefined) => number | undefined
  /** Keys of the feeds and searches of elsewhere that named a post. */
  broughtBy?: (uri: string) => Iterable<string>
  /** Posts that feeds take replies of and that a post stands below, as far as that is known. */
  threadsOf?: (uri: string) => Iterable<string>
  /** Whether the reader, when there is one, has seen the post. */
  hasSeen?: (uri: string) => boolean
}

/** Nothing is known, and no time passes. */
export const noLookups: Lookups = { now: () => 0 }

/**
 * The name under which the members of a source, or the posts that it brings, are known: `list:at://…`, `pack:at://…`,
 * `follows:did:…`, `mutuals:did:…`; `feed:at://…`, `search:…`. Quiet posters are follows, and the rate asked
 * for. undefined for a source that a post itself tells of.
 */
export function sourceKey(source: Source): string | undefined {
  switch (source.type) {
    case 'list':
      return `list:${source.uri}`
    case 'starterPack':
      return `pack:${source.uri}`
    case 'follows':
    case 'quietPosters':
      return `follows:${source.did}`
    case 'mutuals':
      return `mutuals:${source.did}`
    case 'feed':
      return `feed:${source.uri}`
    case 'viewer':
      return readersKey
    case 'search':
      return `search:${source.query}`
    default:
      return undefined
  }
}
