// Keeps the matcher as the feeds are: looks at the change counter of main.db, and clears what feeds left behind.
import { setTimeout as pause } from 'node:timers/promises'
import { forgetIdleActors, removeForgottenItems } from '#db/queries/forgotten-feeds.ts'
import type { FeedDefinition, Matcher } from '#feeds/compile-feeds.ts'
import type { Lookups } from '#feeds/lookups.ts'
import type { Context } from '../context.ts'
import type { Members } from '../sources/keep-members.ts'
import type { TakenFeed } from '../sources/poll-feeds.ts'
import { type KeptMatcher, keepMatcher } from './keep-matcher.ts'

export type FeedWatch = {
  matcher: () => Matcher
  /** Feeds whose posts come, go or move with time; another list whenever one has changed. */
  lively: () => FeedDefinition[]
  /** Who may see a feed; undefined when there is none. */
  sharingOf: KeptMatcher['sharingOf']
  /** Feeds of elsewhere that feeds here take from. */
  taken: () => TakenFeed[]
  done: Promise<void>
}

/** In ms: between looks at the counter, between rounds of clearing. */
const interval = 500
const clearing = 30_000
const idleFor = 30 * 24 * 3600_000

type Options = {
  members: Pick<Members, 'need'>
  lookups: Lookups
  /** Told of feeds that are new or were changed, and of the ids of all when there may be fewer. */
  onRead: (definitions: FeedDefinition[]) => void
  /** Told of feeds that are another one for each reader: all of them, each time. */
  onPersonal: (feeds: FeedDefinition[]) => void
  onIds: (ids: ReadonlyMap<number, unknown>, matcher: Matcher) => void
}

/** Reads the feeds, then keeps looking until `signal` says stop. A feed that cannot be read matches nothing. */
export async function watchFeeds(
  { main, index, log, now }: Context,
  { members, lookups, onRead, onPersonal, onIds }: Options,
  signal: AbortSignal,
): Promise<FeedWatch> {
  const kept = keepMatcher(main, lookups, onRead)
  let clearAt = 0

  async function look(): Promise<void> {
    const news = await kept.refresh()
    if (news === undefined) return
    for (const { feedId, mistakes } of news.broken) log.error({ feedId, mistakes }, 'feed cannot be read')
    onPersonal(kept.personal())
    members.need(kept.memberKeys())
    onIds(kept.ids(), kept.matcher)
    clearAt = now() + 2000
    log.info({ feeds: kept.ids().size, read: news.read }, 'feeds read')
  }

  /** Little at a time: local database calls hold up everything else. */
  async function clear(): Promise<void> {
    while (!signal.aborted && (await removeForgottenItems(index, [...kept.ids().keys()], 200))) await pause(20)
    while (!signal.aborted && (await forgetIdleActors(index, now() - idleFor, 200)) === 200) await pause(20)
    clearAt = now() + clearing
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      try {
        await look()
        if (now() >= clearAt) await clear()
      } catch (error) {
        log.warn({ err: error }, 'feeds not read; trying again')
      }
      await pause(interval, undefined, { signal }).catch(() => {})
    }
  }

  await look()
  const { matcher, lively, taken, sharingOf } = kept
  return { matcher: () => matcher, lively, taken, sharingOf, done: loop() }
}
