// Posts of the window that come into a feed by what they have got: taken when a count reaches a number that a feed names.
import { setTimeout as pause } from 'node:timers/promises'
import { isItem } from '#db/queries/backfills.ts'
import type { PostCounts } from '#db/queries/index-changes.ts'
import { listWindowPostsById, type WindowPost } from '#db/queries/window-posts.ts'
import type { FeedDefinition, Matcher } from '#feeds/compile-feeds.ts'
import { listThresholds, listTimedCounts } from '#feeds/feed-moments.ts'
import type { Counted, Lookups } from '#feeds/lookups.ts'
import { isPersonal } from '#feeds/personal.ts'
import type { PostKeeper } from '../backfill/create-post-keeper.ts'
import type { Context } from '../context.ts'
import { AskFailure } from '../sources/create-asker.ts'
import { BadFrame } from './bad-frame.ts'
import { readCandidate } from './read-candidate.ts'
import { createRecentMap } from './recent-map.ts'
import { Unreachable } from './unreachable.ts'

type Options = {
  matcher: () => Matcher
  definitions: () => FeedDefinition[]
  lookups: Lookups
  keeper: Pick<PostKeeper, 'keep'>
}

/** Posts whose counts are remembered; that may wait to be looked at, the newest stay; looked at together, kept at once. */
const limits = { known: 20_000, due: 2000, slice: 50, atOnce: 4 }
/** In ms, between looks. */
const look = 300
const hour = 3600_000

/** Makes what takes them. `note` is told of counts of the window as they are written. */
export function takeCrossed({ index, log, now }: Context, options: Options, signal: AbortSignal) {
  const { matcher, definitions, lookups, keeper } = options
  const known = createRecentMap<number, PostCounts>(limits.known)
  const due = new Set<number>()
  let read: FeedDefinition[] = []
  let feeds = new Map<number, FeedDefinition>()
  let thresholds: { of: Counted; at: number }[] = []

  /** What the feeds name, read once after each change. Counts only come into being, so that what is too many never ends. */
  function refresh(): void {
    if (read === definitions()) return
    read = definitions()
    const counting = read.filter((feed) => !isPersonal(feed.definition) && listThresholds(feed.definition).length > 0)
    feeds = new Map(counting.map((feed) => [feed.feedId, feed]))
    thresholds = counting.flatMap(({ definition }) => listThresholds(definition))
  }

  function note(counts: PostCounts[]): void {
    refresh()
    if (thresholds.length === 0) return
    for (const count of counts) {
      const before = known.get(count.postId)
      known.set(count.postId, count)
      if (!thresholds.some(({ of, at }) => count[of] >= at && (before === undefined || before[of] < at))) continue
      due.add(count.postId)
      const [oldest] = due
      if (due.size > limits.due && oldest !== undefined) due.delete(oldest)
    }
  }

  async function take(post: WindowPost): Promise<void> {
    const counted = withCounts(lookups, post)
    const match = matcher().matchWhole(readCandidate(post.uri, post.did, post), counted)
    for (const feedId of match.now) {
      const feed = feeds.get(feedId)
      // What came in the first hours only is not known any more once these are over.
      const isOver = ({ withinHours }: { withinHours: number }) => now() > post.createdAt + withinHours * hour
      if (!feed || listTimedCounts(feed.definition).some(isOver)) continue
      if (await isItem(index, feedId, post.uri)) continue
      await keeper.keep(post.uri, feedId, undefined, counted)
      return
    }
  }

  async function round(): Promise<void> {
    while (due.size > 0 && !signal.aborted) {
      const ids = [...due].slice(0, limits.slice)
      for (const id of ids) due.delete(id)
      const posts = await listWindowPostsById(index, ids)
      for (let at = 0; at < posts.length && !signal.aborted; at += limits.atOnce) {
        await Promise.all(posts.slice(at, at + limits.atOnce).map((post) => take(post).catch(passOver)))
      }
      await pause(5)
    }
  }

  /** One server that does not answer must not cost the others. */
  function passOver(error: unknown): void {
    if (signal.aborted) return
    if (!(error instanceof AskFailure || error instanceof BadFrame || error instanceof Unreachable)) throw error
    log.debug({ reason: error.message }, 'post of the window not kept')
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await round().catch((error) => log.warn({ err: error }, 'posts of the window not taken; trying later'))
      await pause(look, undefined, { signal }).catch(() => {})
    }
  }

  return {
    done: run(),
    note,
    /** Whether some feed names a number. */
    isWanted(): boolean {
      refresh()
      return thresholds.length > 0
    },
  }
}

/** `lookups` that know what a post of the window has got. */
export function withCounts(lookups: Lookups, counts: Record<Counted, number>): Lookups {
  return { ...lookups, countOf: (_, of) => counts[of] }
}
