// Keeps the matcher as the feeds are: looks at the change counter of main.db, and clears what feeds left behind.
import { setTimeout as pause } from 'node:timers/promises'
import { listFeedParts, readChangeCounter } from '#db/queries/feeds.ts'
import { forgetIdleActors, removeForgottenItems } from '#db/queries/forgotten-feeds.ts'
import { listFeedMembers } from '#db/queries/private-lists.ts'
import { compileFeeds, type Matcher } from '#feeds/compile-feeds.ts'
import type { Lookups } from '#feeds/lookups.ts'
import { listMemberKeys } from '#feeds/member-keys.ts'
import { readDefinitions } from '#feeds/read-definitions.ts'
import type { Context } from '../context.ts'
import type { Members } from '../sources/keep-members.ts'

export type FeedWatch = { matcher: () => Matcher; has: (feedId: number) => boolean; done: Promise<void> }

/** In ms: between looks at the counter, between rounds of clearing. */
const interval = 500
const clearing = 30_000
const idleFor = 30 * 24 * 3600_000

/** Reads the feeds, then keeps looking until `signal` says stop. A feed that cannot be read matches nothing. */
export async function watchFeeds(
  { main, index, log, now }: Context,
  { members, lookups }: { members: Pick<Members, 'need'>; lookups: Lookups },
  signal: AbortSignal,
): Promise<FeedWatch> {
  let counter = -1
  let matcher = compileFeeds([], lookups)
  let ids = new Set<number>()
  let clearAt = 0

  async function look(): Promise<void> {
    const value = await readChangeCounter(main, 'feeds')
    if (value === counter) return
    const { definitions, broken } = readDefinitions(await listFeedParts(main), await listFeedMembers(main))
    for (const { feedId, mistakes } of broken) log.error({ feedId, mistakes }, 'feed cannot be read')
    members.need([...new Set(definitions.flatMap(({ definition }) => listMemberKeys(definition)))])
    matcher = compileFeeds(definitions, lookups)
    ids = new Set([...definitions, ...broken].map(({ feedId }) => feedId))
    counter = value
    clearAt = now() + 2000
    log.info({ feeds: ids.size }, 'feeds read')
  }

  /** Little at a time: local database calls hold up everything else. */
  async function clear(): Promise<void> {
    while (!signal.aborted && (await removeForgottenItems(index, [...ids], 200))) await pause(20)
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
  return { matcher: () => matcher, has: (feedId) => ids.has(feedId), done: loop() }
}
