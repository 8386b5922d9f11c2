// Fills every feed that is new or was changed, two at a time, and goes on after a stop.
import type { Logger } from 'pino'
import type { IndexDatabase } from '#db/client.ts'
import { listBackfills } from '#db/queries/backfills.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { FeedDefinition } from '#feeds/compile-feeds.ts'
import { type FillTools, fillFeed } from './fill-feed.ts'
import { fingerprintOf } from './plan-backfill.ts'

type Options = {
  db: IndexDatabase
  log: Logger
  now: () => number
  signal: AbortSignal
  write: (changes: IndexChange[]) => void
  /** A feed as it is now. */
  readFeed: (feedId: number) => Promise<FeedDefinition | undefined>
  /** Who came last to read personal feeds. */
  newestReader: () => string | undefined
}

const atOnce = 2

/** Reads what was begun. Nothing is filled before `begin`. */
export async function keepBackfills({ db, log, now, signal, write, readFeed, newestReader }: Options) {
  const rows = new Map((await listBackfills(db)).map((row) => [row.feedId, row]))
  const running = new Map<number, { stop: AbortController; done: Promise<void> }>()
  /** Feeds whose filling failed in a way that will not pass by itself. */
  const broken = new Set<number>()
  let tools: Omit<FillTools, 'db' | 'now' | 'signal' | 'write' | 'reader'> | undefined

  function note(feed: FeedDefinition): void {
    const { feedId } = feed
    const fingerprint = fingerprintOf(feed, newestReader())
    const known = rows.get(feedId)
    if (known?.fingerprint === fingerprint) return
    running.get(feedId)?.stop.abort()
    broken.delete(feedId)
    const phase = known ? 'recheck' : 'window'
    const counts = { done: 0, total: 0, found: 0, note: null, startedAt: now(), updatedAt: now() }
    const row = { feedId, fingerprint, state: 'waiting' as const, phase, place: '', ...counts }
    rows.set(feedId, row)
    write([{ type: 'backfill', row: { ...row } }])
  }

  function start(): void {
    for (const { feedId, state } of rows.values()) {
      if (!tools || signal.aborted || running.size >= atOnce) return
      if (state === 'done' || running.has(feedId) || broken.has(feedId)) continue
      const stop = new AbortController()
      const done = fill(feedId, AbortSignal.any([signal, stop.signal])).then(() => {
        running.delete(feedId)
        start()
      })
      running.set(feedId, { stop, done })
    }
  }

  async function fill(feedId: number, until: AbortSignal): Promise<void> {
    try {
      const feed = await readFeed(feedId)
      const row = rows.get(feedId)
      if (until.aborted || !tools) return
      if (!feed || !row) return void broken.add(feedId)
      await fillFeed({ ...tools, db, now, write, signal: until, reader: newestReader() }, feed, row)
      log.info({ feedId, found: row.found, state: row.state }, 'feed filled')
    } catch (error) {
      if (until.aborted) return
      broken.add(feedId)
      log.error({ err: error, feedId }, 'feed not filled')
    }
  }

  return {
    /** Feeds that are new or were changed. */
    look(feeds: FeedDefinition[]): void {
      for (const feed of feeds) note(feed)
      start()
    },
    /** All feeds that there are now: what is known of others is forgotten. */
    keepOnly(ids: ReadonlyMap<number, unknown>): void {
      for (const feedId of [...rows.keys()].filter((id) => !ids.has(id))) {
        running.get(feedId)?.stop.abort()
        rows.delete(feedId)
        write([{ type: 'forgetBackfill', feedId }])
      }
    },
    begin(given: NonNullable<typeof tools>): void {
      tools = given
      start()
    },
    /** Waits for what runs to see that it is over. */
    stop: async (): Promise<void> => void (await Promise.all([...running.values()].map(({ done }) => done))),
  }
}
