// What the first page of the administration shows: how the box is now, and how it was.
import { countBox } from '#db/queries/box-counts.ts'
import { findNewestSample, listSamples } from '#db/queries/samples.ts'
import type { Dashboard, DashboardSpan, Figure } from '#types/dashboard.ts'
import type { SampleValues } from '#types/sample.ts'
import { checkBackups } from '../backup/check-backups.ts'
import type { WebContext } from '../context.ts'
import { measureBox } from '../metrics/measure-box.ts'
import { askStream } from '../metrics/stream-state.ts'
import { checkReadiness } from '../readiness/check-readiness.ts'
import { drawCharts, scales } from './draw-charts.ts'
import { readSample } from './merge-samples.ts'

const minute = 60_000
/** A lag of the firehose, and of an event loop, that somebody should look at (ms). */
const bad = { lag: 60_000, delay: 500 }

/** The span that an address asks for; a day unless told. */
export function readSpan(text: string | null): DashboardSpan {
  return text === 'week' || text === 'quarter' ? text : 'day'
}

/** @throws Error when a database cannot be read */
export async function readDashboard(ctx: WebContext, span: DashboardSpan): Promise<Dashboard> {
  const now = ctx.now()
  const [readiness, backups, stream, sizes, counts, latest, rows] = await Promise.all([
    checkReadiness(ctx),
    checkBackups(ctx.config, now),
    askStream(ctx.config),
    measureBox(ctx.config.dataDir),
    countBox(ctx.main, now),
    readLatest(ctx),
    listSamples(ctx.cache, scales[span].sample, now - scales[span].length - scales[span].point, now),
  ])
  const { from, to, charts } = drawCharts(
    rows.map(({ at, values }) => ({ at, values: readSample(values) })),
    span,
    now,
  )
  const pick = (...names: string[]) => names.flatMap((name) => charts.get(name) ?? [])
  const web = ctx.processWatch.look()
  const delay = Math.max(web.delay, stream?.process.delay ?? 0)
  const average = (time: number | undefined, of: number | undefined) =>
    time === undefined || !of ? undefined : time / of
  const groups: Dashboard['groups'] = [
    {
      name: 'people',
      title: 'People and feeds',
      figures: [
        count('People', counts.users),
        count('Browsers signed in', counts.sessions),
        { ...count('Feeds', counts.feeds), note: `${counts.publishedFeeds} on the network` },
        count('Open pages', stream?.sockets),
      ],
      charts: pick('users', 'sessions', 'feeds', 'sockets'),
    },
    {
      name: 'requests',
      title: 'Requests',
      figures: [
        { label: 'A minute', value: latest.requests, measure: 'rate' },
        { label: 'Time of an answer', value: average(latest.requestTime, latest.requests), measure: 'ms' },
        { ...count('Errors in that minute', latest.failures), isBad: (latest.failures ?? 0) > 0 },
      ],
      charts: pick('requests', 'request-time', 'failures', 'hits'),
    },
    {
      name: 'ingest',
      title: 'Firehose',
      figures: [
        {
          ...{ label: 'Behind by', value: stream?.lag, measure: 'ms' },
          note: stream ? (stream.isConnected ? stream.source : 'not connected') : 'its process does not answer',
          isBad: !stream?.isConnected || (stream.lag ?? 0) > bad.lag,
        },
        {
          label: 'Events a second',
          value: latest.events === undefined ? undefined : latest.events / 60,
          measure: 'pace',
        },
        {
          ...count('Waiting', stream && stream.queued + stream.unfinished + stream.unwritten),
          note: putOff(stream?.deferred),
        },
      ],
      charts: pick('events', 'lag', 'queue'),
    },
    {
      name: 'upstream',
      title: 'Other servers',
      figures: [
        { label: 'Questions a minute', value: latest.upstream, measure: 'rate' },
        { label: 'Time of their answer', value: average(latest.upstreamTime, latest.upstream), measure: 'ms' },
        { ...count('Unanswered in that minute', latest.upstreamFailures), isBad: (latest.upstreamFailures ?? 0) > 0 },
      ],
      charts: pick('upstream', 'upstream-time', 'upstream-failures'),
    },
    {
      name: 'machine',
      title: 'Machine',
      figures: [
        { label: 'Memory of web', value: web.memory, measure: 'bytes' },
        { label: 'Memory of stream', value: stream?.process.memory, measure: 'bytes' },
        { label: 'Event loop late by', value: delay, measure: 'ms', isBad: delay > bad.delay },
        { label: 'main.db', value: sizes.main, measure: 'bytes' },
        { label: 'cache.db', value: sizes.cache, measure: 'bytes' },
        { label: 'index.db', value: sizes.index, measure: 'bytes' },
        { label: 'Free on the disk', value: sizes.free, measure: 'bytes', isBad: !readiness.checks.disk.ok },
      ],
      charts: pick('memory', 'delay', 'databases', 'free'),
    },
  ]
  const checks = Object.entries({ ...readiness.checks, backups }).map(([name, check]) => ({ name, ...check }))
  return { span, from, to, update: ctx.updates.newest, checks, groups }
}

/** The newest sample, unless it is older than five minutes. */
async function readLatest({ cache, now }: WebContext): Promise<SampleValues> {
  const at = await findNewestSample(cache, minute)
  if (at === undefined || at < now() - 5 * minute) return {}
  const [row] = await listSamples(cache, minute, at, at + 1)
  return readSample(row?.values)
}

function count(label: string, value: number | undefined): Figure {
  return { label, value, measure: 'count' }
}

function putOff(deferred: number | undefined): string | undefined {
  return deferred ? `${deferred} put off` : undefined
}
