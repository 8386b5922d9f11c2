// Posts that are kept, looked at again: when a count passes a number that a feed names, when they get too old for one,
// when somebody labels them.
import { setTimeout as pause } from 'node:timers/promises'
import { countUntil } from '#db/queries/engagement.ts'
import type { CountedKind } from '#db/queries/engagement-steps.ts'
import type { IndexChange, PostCounts } from '#db/queries/index-changes.ts'
import { listLabels } from '#db/queries/labels.ts'
import { listAged, listItemsBy, listItemsOfPosts, type StoredItem } from '#db/queries/stored-items.ts'
import type { FeedDefinition, Matcher } from '#feeds/compile-feeds.ts'
import { canWait, listAges, listThresholds, listTimedCounts } from '#feeds/feed-moments.ts'
import type { Lookups } from '#feeds/lookups.ts'
import { isIn, verdicts } from '#feeds/verdict.ts'
import type { Context } from '../context.ts'
import { itemCandidate } from './item-candidate.ts'
import { createRecentMap } from './recent-map.ts'

type Options = {
  matcher: () => Matcher
  definitions: () => FeedDefinition[]
  lookups: Lookups
  /** Brings how much people post into memory. */
  load: (dids: string[]) => Promise<unknown>
  write: (changes: IndexChange[]) => void
}

/** Posts at a time; ms between looks, and after which the old ones are gone through from the beginning. */
const slice = 50
const pace = { look: 300, ages: 10_000, anew: 3600_000 }
/** Longer than this (ms) nothing waits for a feed. */
const longestWait = 7 * 24 * 3600_000
const settling = [500, 10_000]
const mostOfAuthors = 1000
const hour = 3600_000
const start = { sortKey: 0, postId: 0 }

/** Makes what looks at posts again. `note` is told of counts as they are written. */
export function judgePosts({ index, log, now }: Context, options: Options, signal: AbortSignal) {
  const { matcher, definitions, lookups, load, write } = options
  const known = createRecentMap<number, PostCounts>(20_000)
  const due = new Set<number>()
  /** Authors of whom more is known than when they were matched, and when (ms) what they wrote is sure to be written. */
  let authors: { did: string; at: number }[] = []
  const marks = new Map<string, typeof start>()
  let read: FeedDefinition[] = []
  let byId = new Map<number, FeedDefinition>()
  let thresholds: { of: CountedKind; at: number }[] = []
  let agesAt = 0
  let anewAt = 0

  /** What the feeds name, read once after each change. */
  function refresh(): void {
    if (read === definitions()) return
    read = definitions()
    byId = new Map(read.map((feed) => [feed.feedId, feed]))
    thresholds = read.flatMap(({ definition }) => listThresholds(definition))
    anewAt = 0
  }

  function note(counts: PostCounts[]): void {
    refresh()
    if (thresholds.length === 0) return
    for (const count of counts) {
      const before = known.get(count.postId)
      known.set(count.postId, count)
      if (thresholds.some(({ of, at }) => before === undefined || before[of] >= at !== count[of] >= at)) {
        due.add(count.postId)
      }
    }
  }

  /** What feeds ask of a post, as of now; counts of its first hours where these are over. */
  async function lookupsFor({ post, counts }: StoredItem, feed: FeedDefinition | undefined): Promise<Lookups> {
    const timed = new Map<string, number>()
    for (const { of, withinHours } of feed ? listTimedCounts(feed.definition) : []) {
      const until = post.createdAt + withinHours * hour
      if (now() > until) timed.set(`${of} ${withinHours}`, await countUntil(index, post.id, of, until))
    }
    const labels = await listLabels(index, [post.uri, post.authorDid], now())
    return {
      ...lookups,
      countOf: (_, of, withinHours) => timed.get(`${of} ${withinHours}`) ?? counts[of],
      labelsOf: () => [...labels.values()].flat(),
    }
  }

  async function judge(items: StoredItem[]): Promise<void> {
    const changes: IndexChange[] = []
    await load(items.flatMap(({ post, repost }) => [post.authorDid, ...(repost ? [repost.did] : [])]))
    for (const item of items) {
      const feedId = Math.abs(item.feedId)
      const feed = byId.get(feedId)
      if (feed === undefined) continue
      const { post } = item
      const verdict = matcher().judge(feedId, itemCandidate(item), await lookupsFor(item, feed))
      const isWaiting = item.feedId < 0
      if (verdict === verdicts.no) changes.push({ type: 'dropItem', feedId, postId: post.id })
      else if (isIn(verdict) === isWaiting)
        changes.push({ type: 'moveItem', feedId, postId: post.id, isIn: isIn(verdict) })
    }
    write(changes)
  }

  async function judgeAuthors(): Promise<void> {
    const ready = authors.filter(({ at }) => at <= now())
    if (ready.length === 0) return
    authors = authors.filter(({ at }) => at > now())
    const dids = [...new Set(ready.map(({ did }) => did))]
    for (const id of await listItemsBy(index, dids, mostOfAuthors)) due.add(id)
  }

  async function judgeDue(): Promise<void> {
    while (due.size > 0 && !signal.aborted) {
      const ids = [...due].slice(0, slice)
      for (const id of ids) due.delete(id)
      await judge(await listItemsOfPosts(index, ids))
      await pause(5)
    }
  }

  /** Each age that a feed names is a line that posts pass once: only what is between there and the last look is judged. */
  async function judgeOld(isAnew: boolean): Promise<void> {
    for (const { feedId, definition } of read) {
      for (const age of listAges(definition)) for (const id of [feedId, -feedId]) await pass(id, age, judge)
      if (isAnew && canWait(definition)) await pass(-feedId, longestWait, giveUp)
    }
  }

  async function pass(feedId: number, age: number, act: (items: StoredItem[]) => Promise<void>): Promise<void> {
    const key = `${feedId} ${age}`
    for (let isMore = true; isMore && !signal.aborted; ) {
      const after = marks.get(key) ?? start
      const items = await listAged(index, feedId, { after, until: now() - age - 1, limit: slice })
      await act(items)
      const last = items.at(-1)
      if (last) marks.set(key, { sortKey: last.sortKey, postId: last.post.id })
      isMore = items.length === slice
      if (isMore) await pause(20)
    }
  }

  async function giveUp(items: StoredItem[]): Promise<void> {
    write(items.map(({ feedId, post }) => ({ type: 'dropItem', feedId: -feedId, postId: post.id })))
  }

  async function look(): Promise<void> {
    refresh()
    await judgeAuthors()
    await judgeDue()
    if (now() < agesAt) return
    agesAt = now() + pace.ages
    const isAnew = now() >= anewAt
    if (isAnew) {
      marks.clear()
      anewAt = now() + pace.anew
    }
    await judgeOld(isAnew)
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error) => log.warn({ err: error }, 'posts not judged again; trying later'))
      await pause(pace.look, undefined, { signal }).catch(() => {})
    }
  }

  return {
    done: run(),
    note,
    /** Somebody of whom more is known now. Twice: a post may have been matched before and be written only now. */
    judgeAuthor(did: string): void {
      for (const wait of settling) authors.push({ did, at: now() + wait })
    },
    /** Posts that somebody has labelled. */
    judgeAgain(postIds: number[]): void {
      for (const id of postIds) due.add(id)
    },
  }
}
