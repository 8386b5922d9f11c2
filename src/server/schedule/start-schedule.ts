// The runner of scheduled posts.
import { setTimeout as pause } from 'node:timers/promises'
import { listDuePosts } from '#db/queries/scheduled-posts.ts'
import type { WebContext } from '../context.ts'
import { postScheduled } from './post-scheduled.ts'

/** How often what is due is looked for, in ms. */
const interval = 5000
/** Posted in one round, one after the other: all of a box go within the minute. */
const atOnce = 50

/** Runs until `signal` says stop; `done` resolves when nothing is under way. */
export function startSchedule(ctx: WebContext, signal: AbortSignal): { done: Promise<void> } {
  async function round(): Promise<void> {
    for (const row of await listDuePosts(ctx.main, ctx.now(), atOnce)) {
      if (signal.aborted) return
      await postScheduled(ctx, row)
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await ctx.jobs
        .run('scheduled posts', interval, round)
        .catch((error: unknown) => ctx.log.warn({ err: error }, 'scheduled posts not looked at'))
      await pause(interval, undefined, { signal }).catch(() => {})
    }
  }

  return { done: loop() }
}
