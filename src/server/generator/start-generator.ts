// The runner of what the feed generator leaves behind: counts are written down, what is old is forgotten.
import { setTimeout as pause } from 'node:timers/promises'
import { forgetFeedReaders } from '#db/queries/feed-readers.ts'
import { forgetFeedRequests } from '#db/queries/feed-requests.ts'
import { forgetSeen } from '#db/queries/seen-posts.ts'
import type { WebContext } from '../context.ts'
import { dayOf } from './create-request-counts.ts'

/** In ms. */
const interval = 3000
const sweeping = 3_600_000
const day = 86_400_000
/** What a reader saw, how often a feed was asked for, and who reads personal feeds, is kept for so long; of the first no more than so many. */
const keptFor = { seen: 14 * day, requests: 90 * day, readers: 30 * day }
const mostSeen = 1_000_000
/** Local calls hold up everything else. */
const atOnce = 200

/** Runs until `signal` says stop; `done` resolves when everything is written. */
export function startGenerator(ctx: WebContext, signal: AbortSignal): { done: Promise<void> } {
  let sweepAt = ctx.now()

  async function sweep(): Promise<void> {
    sweepAt = ctx.now() + sweeping
    await forgetFeedReaders(ctx.main, ctx.now() - keptFor.readers)
    await forgetFeedRequests(ctx.main, dayOf(ctx.now() - keptFor.requests))
    const bounds = { before: ctx.now() - keptFor.seen, most: mostSeen, limit: atOnce }
    while (!signal.aborted && (await forgetSeen(ctx.cache, bounds)) === atOnce) await pause(20)
  }

  async function round(): Promise<void> {
    try {
      await ctx.feedReaders.write()
      await ctx.requestCounts.write()
      if (ctx.now() >= sweepAt) await ctx.jobs.run('feed statistics', sweeping, sweep)
    } catch (error) {
      ctx.log.warn({ err: error }, 'requests for feeds not written down; trying again')
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await round()
      await pause(interval, undefined, { signal }).catch(() => {})
    }
    await round()
  }

  return { done: loop() }
}
