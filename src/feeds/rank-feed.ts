// A whole feed in order, from everything that is in it: for previews, and for feeds that are ranked as a snapshot.
import type { Definition } from './definition.ts'
import { oldestOf, type RankedPost, sortKeyOf } from './rank-post.ts'
import { isThinned, sameKeys, type ThinRules, thinOut } from './rank-thin.ts'

/** `by` is the reposter, or else the author. */
export type FeedPost = RankedPost & { id: number; by: string; quote?: string | undefined; links?: string[] }

export type Ordering = ThinRules & Pick<Definition, 'order' | 'pinned'>

/**
 * @param now ms
 * @returns what the feed shows, the first first; `pinned` are on top even where the sources do not carry them, as URIs
 */
export function rankFeed<Post extends FeedPost>(
  posts: Post[],
  ordering: Ordering,
  now: number,
): { pinned: string[]; posts: (Post & { sortKey: number })[] } {
  const { order, pinned = [] } = ordering
  const oldest = oldestOf(order, now) ?? Number.NEGATIVE_INFINITY
  const ranked = posts
    .filter(({ uri, sortAt }) => sortAt >= oldest && !pinned.includes(uri))
    .map((post) => ({ ...post, sortKey: sortKeyOf(order, post, now) }))
    .sort(compareRanks)
  return { pinned, posts: dropRepeats(thin(ranked, ordering)) }
}

/** As pages are cut: by key, then by id, both falling. */
export function compareRanks(a: { sortKey: number; id: number }, b: { sortKey: number; id: number }): number {
  return b.sortKey - a.sortKey || b.id - a.id
}

function thin<Post extends FeedPost>(ranked: Post[], ordering: Ordering): Post[] {
  if (!isThinned(ordering)) return ranked
  const isNewest = (ordering.order?.by ?? 'newest') === 'newest'
  const preferred = isNewest ? ranked.toReversed() : ranked
  const kept = thinOut(
    preferred.map((post) => ({ post, did: post.by, at: post.sortAt, keys: sameKeys(ordering.unique, post) })),
    ordering,
  ).map(({ post }) => post)
  return isNewest ? kept.reverse() : kept
}

/** One post once, however many carried it on: the first place counts. */
function dropRepeats<Post extends FeedPost>(posts: Post[]): Post[] {
  const seen = new Set<string>()
  return posts.filter(({ uri }) => !seen.has(uri) && seen.add(uri))
}
