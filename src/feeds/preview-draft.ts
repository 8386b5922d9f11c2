// What a definition would have taken of posts that are there, and why: for the builder.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { PreviewReason } from '#types/feed-preview.ts'
import type { Place } from './builder-document.ts'
import { fieldOf } from './check-builder.ts'
import { compileFeeds, type FeedDefinition, type Members } from './compile-feeds.ts'
import type { Definition, Filter } from './definition.ts'
import { namePart } from './describe-change.ts'
import type { Lookups } from './lookups.ts'
import { rankFeed } from './rank-feed.ts'
import { isIn } from './verdict.ts'

/** A post of the window with its counts. `id` grows in the order in which posts came; times in ms. */
export type WindowCandidate = CandidatePost & {
  id: number
  indexedAt: number
  likes: number
  reposts: number
  replies: number
  quotes: number
}

export type DraftPreview = {
  kept: WindowCandidate[]
  /** What the feed would show, the first first. */
  shown: { post: WindowCandidate; why: PreviewReason[] }[]
  /** What one filter alone keeps out, with that filter. */
  near: { post: WindowCandidate; why: PreviewReason[] }[]
}

type Options = {
  definition: Definition
  places: Place[]
  members: Members
  lookups: Lookups
  /** How many are shown, and how many of those that came close. */
  most: number
}

/** Every source, and every filter with those inside, as a feed of its own: what it takes is what it says. */
type Part = { feedId: number; path: string; text: string; of: 'source' | 'filter' | 'group' | 'none'; isTop: boolean }

const whole = 0

/** @param posts what is looked at, in any order */
export function previewDraft(posts: WindowCandidate[], options: Options): DraftPreview {
  const { definition, members, lookups, most } = options
  const { parts, feeds } = takeApart(definition, members)
  const matcher = compileFeeds([{ feedId: whole, definition, members }], lookups)
  const apart = compileFeeds(feeds, lookups)
  const top = parts.filter(({ of, isTop }) => of !== 'source' && isTop)
  const kept: WindowCandidate[] = []
  const near: DraftPreview['near'] = []
  for (const post of posts) {
    if (matcher.match(post).length > 0) kept.push(post)
    else if (near.length < most && mayBeNear(definition) && matcher.carries(whole, post)) {
      const against = top.filter(({ feedId }) => !isIn(apart.judge(feedId, post)))
      if (against.length === 1) near.push({ post, why: against.map((part) => toReason(part, options.places)) })
    }
  }
  const now = lookups.now()
  const ranked = rankFeed(
    kept.map((post) => ({ ...post, sortAt: Math.min(post.createdAt, post.indexedAt), by: post.did })),
    definition,
    now,
  )
  const says = (part: Part, post: WindowCandidate) =>
    part.of === 'source' ? apart.carries(part.feedId, post) : isIn(apart.judge(part.feedId, post))
  const shown = ranked.posts.slice(0, most).map((post) => ({
    post,
    why: parts
      .filter((part) => (part.of === 'source' || part.of === 'filter') && says(part, post))
      .map((part) => toReason(part, options.places))
      .slice(0, 6),
  }))
  return { kept, shown, near }
}

/** Of the whole network everything is near a feed with one filter. */
function mayBeNear({ sources, filters }: Definition): boolean {
  const isNarrow = sources.every(({ type }) => type !== 'network')
  return filters.length > (isNarrow ? 0 : 1)
}

function takeApart(definition: Definition, members: Members) {
  const parts: Part[] = []
  const feeds: FeedDefinition[] = []
  const add = (part: Omit<Part, 'feedId'>, one: Pick<Definition, 'sources' | 'filters'>) => {
    const feedId = parts.length + 1
    parts.push({ ...part, feedId })
    feeds.push({ feedId, definition: { version: 1, ...one }, members })
  }
  definition.sources.forEach((source, at) => {
    add(
      { path: `sources.${at}`, text: namePart(source), of: 'source', isTop: true },
      { sources: [source], filters: [] },
    )
  })
  const walk = (filters: Filter[], path: string, isTop: boolean) => {
    filters.forEach((filter, at) => {
      const here = `${path}.${at}`
      const inner = 'of' in filter && Array.isArray(filter.of) ? filter.of : undefined
      const of = filter.type === 'none' ? ('none' as const) : inner ? ('group' as const) : ('filter' as const)
      add({ path: here, text: namePart(filter), of, isTop }, { sources: [{ type: 'network' }], filters: [filter] })
      if (inner && filter.type !== 'none') walk(inner, `${here}.of`, false)
    })
  }
  walk(definition.filters, 'filters', true)
  return { parts, feeds }
}

/** The number that the form shows: "filters.1.of.0" → "2.1". */
export function numberOf(field: string): string {
  return field
    .split('.')
    .filter((step) => /^\d+$/.test(step))
    .map((step) => Number(step) + 1)
    .join('.')
}

function toReason({ path, text, of }: Part, places: Place[]): PreviewReason {
  const { field } = fieldOf(places, path)
  const number = numberOf(field)
  return { number: of === 'source' ? `Source ${number}` : number, text }
}
