// The end of the window: the oldest posts go, a few at a time, so that nothing is held up.
import { setTimeout as pause } from 'node:timers/promises'
import { measureWindow, trimWindow } from '#db/queries/window-posts.ts'
import type { Context } from '../context.ts'

/** Rows at a time; ms between them while there are more, and between looks. */
const slice = 300
const pace = { busy: 50, idle: 5000 }

/** Keeps the window within its hours and bytes until `signal` says stop. */
export async function keepWindowSmall({ config, index, log, now, jobs }: Context, signal: AbortSignal): Promise<void> {
  const { keptFor, bytes } = config.window

  async function trim(): Promise<boolean> {
    const size = await measureWindow(index)
    if (size.posts === 0) return false
    const share = size.bytes > 0 ? size.posts / size.bytes : 0
    const surplus = bytes === 0 ? size.posts : Math.ceil(Math.max(0, size.bytes - bytes) * share)
    return (await trimWindow(index, { before: now() - keptFor, surplus, limit: slice })) === slice
  }

  while (!signal.aborted) {
    const isMore = await jobs.run('window', pace.idle, trim).catch((error) => {
      log.warn({ err: error }, 'window not trimmed; trying again')
      return false
    })
    await pause(isMore ? pace.busy : pace.idle, undefined, { signal }).catch(() => {})
  }
}
