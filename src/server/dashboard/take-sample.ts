// One sample: how this box is, and what it did since the one before.
import { countBox } from '#db/queries/box-counts.ts'
import type { SampleValues } from '#types/sample.ts'
import type { WebContext } from '../context.ts'
import { measureBox } from '../metrics/measure-box.ts'
import { askStream } from '../metrics/stream-state.ts'
import { createTallies, type Tallies } from '../metrics/tallies.ts'

/** What had been counted when the sample before was taken. A process that started anew begins at 0. */
export type Before = { tallies: Tallies; hits: number; misses: number; events: number | undefined }

export function startCounting(): Before {
  return { tallies: createTallies(), hits: 0, misses: 0, events: undefined }
}

/** @returns the sample, and what the next one counts from @throws Error when a database cannot be read */
export async function takeSample(ctx: WebContext, before: Before): Promise<{ values: SampleValues; next: Before }> {
  const [stream, sizes, counts] = await Promise.all([
    askStream(ctx.config),
    measureBox(ctx.config.dataDir),
    countBox(ctx.main, ctx.now()),
  ])
  const web = ctx.processWatch.look()
  const tallies = { ...ctx.metrics.tallies }
  const kept = Object.values(ctx.cacheCounts)
  const hits = kept.reduce((sum, one) => sum + one.hits, 0)
  const misses = kept.reduce((sum, one) => sum + one.misses, 0)
  const since = (name: keyof Tallies) => tallies[name] - before.tallies[name]
  const values: SampleValues = {
    requests: since('requests'),
    failures: since('failedRequests'),
    requestTime: Math.round(since('requestTime')),
    upstream: since('upstreamCalls'),
    upstreamFailures: since('failedUpstreamCalls'),
    upstreamTime: Math.round(since('upstreamTime')),
    hits: hits - before.hits,
    misses: misses - before.misses,
    webMemory: web.memory,
    delay: Math.round(Math.max(web.delay, stream?.process.delay ?? 0)),
    users: counts.users,
    sessions: counts.sessions,
    feeds: counts.feeds,
    mainBytes: sizes.main,
    cacheBytes: sizes.cache,
    indexBytes: sizes.index,
    freeBytes: sizes.free,
  }
  if (stream) {
    values.events = countEvents(stream.events, before.events)
    values.queue = stream.queued + stream.unfinished
    values.sockets = stream.sockets
    values.streamMemory = stream.process.memory
    if (stream.lag !== undefined) values.lag = Math.round(stream.lag)
  }
  return { values, next: { tallies, hits, misses, events: stream?.events ?? before.events } }
}

/** The first time nobody knows since when they were counted; and `stream` may have started anew. */
function countEvents(now: number, before: number | undefined): number {
  if (before === undefined) return 0
  return now >= before ? now - before : now
}
