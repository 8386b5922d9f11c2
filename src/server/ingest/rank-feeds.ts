// Feeds with an order of their own: made as a whole every few seconds when something has changed, in small slices.
import { setTimeout as pause } from 'node:timers/promises'
import { addRanking, findRanking, keepRankingsOf } from '#db/queries/feed-rankings.ts'
import { listRankable, type StoredItem } from '#db/queries/stored-items.ts'
import type { FeedDefinition } from '#feeds/compile-feeds.ts'
import type { Definition } from '#feeds/definition.ts'
import { isRanked } from '#feeds/feed-moments.ts'
import { type FeedPost, rankFeed } from '#feeds/rank-feed.ts'
import { oldestOf } from '#feeds/rank-post.ts'
import { isThinned } from '#feeds/rank-thin.ts'
import type { Context } from '../context.ts'
import { itemCandidate } from './item-candidate.ts'

/** Posts that are sorted, posts that an order holds, rows read at a time. */
const bounds = { posts: 2000, order: 1000, slice: 100 }
/** ms: between two orders of a feed; how long an old one can be paged in; the day when random feeds are shuffled. */
const pace = { feed: 5000, keep: 15 * 60_000, look: 500 }
/** Ranking takes no more than a tenth of the time. */
const rest = 9

/** Ranks until `signal` says stop. `touch` is told of feeds that something came into, `touchAll` that counts changed. */
export function rankFeeds(
  { index, log, now }: Context,
  definitions: () => FeedDefinition[],
  publish: (feedId: number) => void,
  signal: AbortSignal,
) {
  let read: FeedDefinition[] | undefined
  const made = new Map<number, { at: number; of: Definition }>()
  const touched = new Set<number>()

  async function load(feedId: number, { order, unique }: Definition): Promise<FeedPost[]> {
    const posts: FeedPost[] = []
    let last: StoredItem | undefined
    while (posts.length < bounds.posts && !signal.aborted) {
      const before = last && { sortKey: last.sortKey, postId: last.post.id }
      const since = oldestOf(order, now()) ?? 0
      const items = await listRankable(index, feedId, { before, since, limit: bounds.slice })
      posts.push(...items.map((item) => toFeedPost(item, unique !== undefined)))
      last = items.at(-1)
      if (items.length < bounds.slice) break
      await pause(5)
    }
    return posts
  }

  async function rank({ feedId, definition }: FeedDefinition): Promise<void> {
    const at = now()
    const { pinned, posts } = rankFeed(await load(feedId, definition), definition, at)
    const isByTime = (definition.order?.by ?? 'newest') === 'newest' && !isThinned(definition)
    const ranking = { pinned, posts: posts.slice(0, bounds.order).map(({ id }) => id), goesOn: isByTime }
    made.set(feedId, { at, of: definition })
    const before = await findRanking(index, feedId)
    if (before && JSON.stringify({ ...ranking, madeAt: before.madeAt }) === JSON.stringify(inOrder(before))) return
    const madeAt = Math.max(at, (before?.madeAt ?? 0) + 1)
    await addRanking(index, feedId, { madeAt, ...ranking, keepSince: at - pace.keep })
    publish(feedId)
  }

  function isDue({ feedId, definition }: FeedDefinition): boolean {
    const last = made.get(feedId)
    if (last === undefined || last.of !== definition) return true
    if (now() - last.at < pace.feed) return false
    return touched.delete(feedId) || isAnotherDay(last.at, now()) || now() - last.at > pace.keep / 3
  }

  async function look(): Promise<void> {
    const ranked = definitions().filter(({ definition }) => isRanked(definition))
    if (read !== definitions()) {
      read = definitions()
      await keepRankingsOf(
        index,
        ranked.map(({ feedId }) => feedId),
      )
    }
    for (const feed of ranked) {
      if (signal.aborted || !isDue(feed)) continue
      const started = now()
      await rank(feed)
      await pause(Math.min(5000, (now() - started) * rest), undefined, { signal }).catch(() => {})
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error) => log.warn({ err: error }, 'feeds not ranked; trying later'))
      await pause(pace.look, undefined, { signal }).catch(() => {})
    }
  }

  return {
    done: run(),
    touch: (feedIds: Iterable<number>): void => {
      for (const feedId of feedIds) touched.add(feedId)
    },
    touchAll: (): void => {
      for (const feedId of made.keys()) touched.add(feedId)
    },
  }
}

function inOrder({ pinned, posts, goesOn, madeAt }: Awaited<ReturnType<typeof findRanking>> & object): object {
  return { pinned, posts, goesOn, madeAt }
}

function isAnotherDay(one: number, other: number): boolean {
  const day = 24 * 3600_000
  return Math.floor(one / day) !== Math.floor(other / day)
}

function toFeedPost(item: StoredItem, withLinks: boolean): FeedPost {
  const { sortKey, post, counts, repost } = item
  const base = { id: post.id, uri: post.uri, by: repost?.did ?? post.authorDid, sortAt: sortKey, ...counts }
  if (!withLinks) return base
  const { quote, links } = itemCandidate(item)
  return { ...base, quote, links: links ?? [] }
}
