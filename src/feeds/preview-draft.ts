// What a definition takes of posts that are there, and why: for the builder.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Explanation, Reason } from '#types/explanation.ts'
import type { PreviewReason } from '#types/feed-preview.ts'
import type { Place } from './builder-document.ts'
import { fieldOf } from './check-builder.ts'
import { compileFeeds, type Members } from './compile-feeds.ts'
import type { Definition } from './definition.ts'
import { createExplainer } from './explain-post.ts'
import type { Lookups } from './lookups.ts'
import { rankFeed } from './rank-feed.ts'

/** A post of the window with its counts. `id` grows in the order in which posts came; times in ms. */
export type WindowCandidate = CandidatePost & {
  id: number
  indexedAt: number
  likes: number
  reposts: number
  replies: number
  quotes: number
}

export type Explained<Candidate> = { post: Candidate; isIn: boolean; why: PreviewReason[] }

export type DraftPreview = {
  kept: WindowCandidate[]
  /** What the feed would show, the first first. */
  shown: Explained<WindowCandidate>[]
  /** What one filter alone keeps out, with that filter. */
  near: Explained<WindowCandidate>[]
}

type Options = { definition: Definition; places: Place[]; members: Members; lookups: Lookups }

/** Posts that are carried and not kept, of which it is asked how near they are. */
const mostAsked = 300
const mostReasons = 6

/**
 * @param posts what is looked at, in any order
 * @param most how many are shown, and how many of those that came close
 */
export function previewDraft(posts: WindowCandidate[], most: number, options: Options): DraftPreview {
  const { definition, members, lookups, places } = options
  const matcher = compileFeeds([{ feedId: 0, definition, members }], lookups)
  const explain = createExplainer(definition, { lookups, members })
  const kept: WindowCandidate[] = []
  const near: DraftPreview['near'] = []
  let asked = 0
  for (const post of posts) {
    if (matcher.match(post).length > 0) kept.push(post)
    else if (near.length < most && asked < mostAsked && mayBeNear(definition) && matcher.carries(0, post)) {
      asked++
      const told = explain(post)
      if (told.isNear && isTelling(definition, told)) near.push({ post, isIn: false, why: listReasons(told, places) })
    }
  }
  const ranked = rankFeed(
    kept.map((post) => ({ ...post, sortAt: Math.min(post.createdAt, post.indexedAt), by: post.did })),
    definition,
    lookups.now(),
  )
  const shown = ranked.posts
    .slice(0, most)
    .map((post) => ({ post, isIn: true, why: listReasons(explain(post), places) }))
  return { kept, shown, near }
}

/** Of the whole network every post lacks but the words: near is what has them, and lacks something else. */
function isTelling({ sources, filters }: Definition, told: Explanation): boolean {
  const isNarrow = sources.every(({ type }) => type !== 'network')
  return isNarrow || told.filters.some((reason, at) => holds(reason) && telling.has(filters[at]?.type ?? ''))
}

const telling = new Set(['all', 'any', 'hashtags', 'keywords', 'pattern', 'authors', 'list', 'privateList', 'domains'])

/** Each of `posts` with what speaks for it, where it is in, and against it, where it is not. */
export function explainEach<Candidate extends CandidatePost>(
  posts: Candidate[],
  { definition, members, lookups, places }: Options,
): Explained<Candidate>[] {
  const explain = createExplainer(definition, { lookups, members })
  return posts.map((post) => {
    const told = explain(post)
    return { post, isIn: told.isIn, why: listReasons(told, places) }
  })
}

/** Of the whole network everything is near a feed with one filter. */
function mayBeNear({ sources, filters }: Definition): boolean {
  const isNarrow = sources.every(({ type }) => type !== 'network')
  return filters.length > (isNarrow ? 0 : 1)
}

/** What decided it. That something was not left out is no reason worth telling. */
function listReasons({ isIn, source, filters }: Explanation, places: Place[]): PreviewReason[] {
  if (!isIn) {
    const missing = source ? [] : [{ number: 'Source', text: 'No source carries it.' }]
    return [...missing, ...filters.filter((reason) => !holds(reason)).map((reason) => toReason(reason, places))]
  }
  const carried = source
    ? [{ number: `Source ${numberOf(fieldOf(places, source.path).field)}`, text: source.sentence }]
    : []
  return [...carried, ...filters.flatMap((reason) => flatten(reason, places))].slice(0, mostReasons)
}

function flatten(reason: Reason, places: Place[]): PreviewReason[] {
  if (!holds(reason)) return []
  const inner = reason.of?.flatMap((one) => flatten(one, places)) ?? []
  // A group that holds although nothing in it does is one of none.
  return reason.of ? inner : [toReason(reason, places)]
}

function holds({ verdict }: Reason): boolean {
  return verdict === 'yes' || verdict === 'still'
}

function toReason({ path, sentence }: Reason, places: Place[]): PreviewReason {
  return { number: numberOf(fieldOf(places, path).field), text: sentence }
}

/** The number that the form shows: "filters.1.of.0" → "2.1". */
function numberOf(field: string): string {
  return field
    .split('.')
    .filter((step) => /^\d+$/.test(step))
    .map((step) => Number(step) + 1)
    .join('.')
}
