// When a public view that is kept in cache.db may be shown.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { noteStale } from '../reading.ts'

/** `expiresAt` in ms. */
export type Kept<View> = { view: View; expiresAt: number }

/** In ms: how long after its end a view may be shown while it is asked for anew. */
const revalidateFor = 60_000

/** Whether `error` says that nobody answered, so that what was known before may stand in. */
export function isUnanswered(error: unknown): error is AppError {
  return error instanceof AppError && (error.status === 424 || error.status === 429 || error.status >= 500)
}

type Limits = { now: number; ttl: number; freshWithin: number | undefined }

/**
 * Whether everything that `kept` holds may be shown now; `isFresh` when it need not even be asked for anew.
 * @param limits in ms: how long a view is good, and how old it may be at most where the page says so
 */
export function judgeKept(
  kept: (Kept<unknown> | undefined)[],
  { now, ttl, freshWithin }: Limits,
): { isGood: boolean; isFresh: boolean } {
  const end = Math.min(...kept.map((entry) => entry?.expiresAt ?? Number.NEGATIVE_INFINITY))
  const isYoung = freshWithin === undefined || end - ttl + freshWithin > now
  return { isGood: end + revalidateFor > now && isYoung, isFresh: end > now && isYoung }
}

/**
 * What `load` gives, unless what is kept will do: fresh, or a little older while `load` runs beside the page, or older
 * still, and marked so, where upstream does not answer. `load` must not keep what is marked.
 * @param ttl how long a view is good, in ms
 */
export async function recallKept<View>(
  ctx: Pick<WebContext, 'now' | 'readings'>,
  kept: Kept<View> | undefined,
  load: () => Promise<View>,
  ttl: number,
): Promise<View> {
  const { isGood, isFresh } = judgeKept([kept], {
    now: ctx.now(),
    ttl,
    freshWithin: ctx.readings.getStore()?.freshWithin,
  })
  if (!kept || !isGood) {
    return load().catch((error) => {
      if (!kept || !isUnanswered(error)) throw error
      noteStale(ctx.readings.getStore(), kept.expiresAt - ttl)
      return kept.view
    })
  }
  if (!isFresh) void ctx.readings.exit(load).catch(() => undefined)
  return kept.view
}
