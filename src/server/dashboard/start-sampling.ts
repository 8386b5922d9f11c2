// The runner of samples: one a minute, made into hours, forgotten in time. All of it in cache.db, which may be thrown away.
import { setTimeout as pause } from 'node:timers/promises'
import { findNewestSample, forgetSamples, keepSample, listSamples } from '#db/queries/samples.ts'
import type { WebContext } from '../context.ts'
import { mergeSamples, readSample } from './merge-samples.ts'
import { type Before, startCounting, takeSample } from './take-sample.ts'

/** In ms: how long samples are, and how long they stay. */
export const spans = { minute: 60_000, hour: 3_600_000 }
export const keptFor = { minute: 26 * 3_600_000, hour: 90 * 86_400_000 }

/** Runs until `signal` says stop; `done` resolves when nothing is under way. */
export function startSampling(ctx: WebContext, signal: AbortSignal): { done: Promise<void> } {
  let before: Before = startCounting()

  async function sample(): Promise<void> {
    const at = Math.floor(ctx.now() / spans.minute) * spans.minute
    const { values, next } = await takeSample(ctx, before)
    before = next
    await keepSample(ctx.cache, spans.minute, { at, values })
    await mergeHours(ctx)
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await pause(spans.minute, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      await ctx.jobs
        .run('samples', spans.minute, sample)
        .catch((error: unknown) => ctx.log.warn({ err: error }, 'no sample taken; trying again'))
    }
  }

  return { done: loop() }
}

/** Makes hours of the minutes of every hour that is over, once, and forgets what is old. */
export async function mergeHours({ cache, now }: Pick<WebContext, 'cache' | 'now'>): Promise<void> {
  const end = Math.floor(now() / spans.hour) * spans.hour
  const newest = await findNewestSample(cache, spans.hour)
  const from = newest === undefined ? end - keptFor.minute : newest + spans.hour
  if (from >= end) return
  const rows = await listSamples(cache, spans.minute, from, end)
  const hours = new Map<number, unknown[]>()
  for (const { at, values } of rows) {
    const hour = Math.floor(at / spans.hour) * spans.hour
    const group = hours.get(hour)
    if (group) group.push(values)
    else hours.set(hour, [values])
  }
  for (const [at, group] of hours) {
    await keepSample(cache, spans.hour, { at, values: mergeSamples(group.map(readSample)) })
  }
  await forgetSamples(cache, spans.minute, now() - keptFor.minute)
  await forgetSamples(cache, spans.hour, now() - keptFor.hour)
}
