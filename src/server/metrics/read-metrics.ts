// The text of /metrics: what `web` has counted, and what is looked up for this one answer. docs/monitoring.md
import { Counter, Gauge, Registry } from 'prom-client'
import { countBox } from '#db/queries/box-counts.ts'
import manifest from '../../../package.json' with { type: 'json' }
import type { WebContext } from '../context.ts'
import { type BoxJob, listJobs } from '../jobs/list-jobs.ts'
import { measureBox } from './measure-box.ts'
import { askStream, type StreamState } from './stream-state.ts'
import type { QueryCounts } from './watch-queries.ts'

type Value = [labels: Record<string, string>, value: number | undefined]
type Described = [name: string, help: string, values: Value[]]

/** @throws Error when a database cannot be read */
export async function readMetrics(ctx: WebContext): Promise<string> {
  const [stream, sizes, counts] = await Promise.all([
    askStream(ctx.config),
    measureBox(ctx.config.dataDir),
    countBox(ctx.main, ctx.now()),
  ])
  const looked = new Registry()
  const gauges: Described[] = [
    ['skypanel_info', 'The version, always 1', [[{ version: manifest.version }, 1]]],
    ['skypanel_users', 'People who have signed in here', [[{}, counts.users]]],
    ['skypanel_sessions', 'Browsers signed in', [[{}, counts.sessions]]],
    ['skypanel_feeds', 'Feeds made here', byLabel('state', { all: counts.feeds, published: counts.publishedFeeds })],
    ['skypanel_database_bytes', 'Database files with their journals', byLabel('database', only(sizes))],
    ['skypanel_disk_free_bytes', 'Room on the disk of the data folder', [[{}, sizes.free]]],
    ['skypanel_disk_bytes', 'Size of that disk', [[{}, sizes.disk]]],
    ...processGauges(ctx, stream),
    ...ingestGauges(ctx, stream),
    ...jobGauges(await listJobs(ctx, stream)),
  ]
  for (const [name, help, values] of known(gauges)) {
    const gauge = new Gauge({ name, help, labelNames: labelsOf(values), registers: [looked] })
    for (const [labels, value] of values) if (value !== undefined) gauge.set(labels, value)
  }
  for (const [name, help, values] of known(counters(ctx, stream))) {
    const counter = new Counter({ name, help, labelNames: labelsOf(values), registers: [looked] })
    for (const [labels, value] of values) if (value !== undefined) counter.inc(labels, value)
  }
  return `${await ctx.metrics.registry.metrics()}${await looked.metrics()}`
}

function processGauges(ctx: WebContext, stream: StreamState | undefined): Described[] {
  const web = ctx.processWatch.look()
  const of = (pick: (state: typeof web) => number): Value[] => [
    [{ process: 'web' }, pick(web)],
    [{ process: 'stream' }, stream && pick(stream.process)],
  ]
  return [
    ['skypanel_process_up', 'Whether it answers', byLabel('process', { web: 1, stream: stream ? 1 : 0 })],
    ['skypanel_process_memory_bytes', 'Resident memory', of(({ memory }) => memory)],
    ['skypanel_process_heap_bytes', 'Heap of JavaScript that is used', of(({ heap }) => heap)],
    ['skypanel_process_uptime_seconds', 'Since it started', of(({ uptime }) => uptime)],
    ['skypanel_event_loop_lag_seconds', 'How late its event loop is, 99th percentile', of(({ delay }) => delay / 1000)],
  ]
}

function ingestGauges({ now }: WebContext, stream: StreamState | undefined): Described[] {
  const age = stream?.lastEventAt === undefined ? undefined : (now() - stream.lastEventAt) / 1000
  const one = (value: number | undefined): Value[] => [[{}, value]]
  return [
    ['skypanel_ingest_connected', 'Whether the firehose is connected', one(stream && Number(stream.isConnected))],
    [
      'skypanel_ingest_lag_seconds',
      'How old the newest event was',
      one(stream?.lag === undefined ? undefined : stream.lag / 1000),
    ],
    ['skypanel_ingest_last_event_age_seconds', 'Since the newest event came', one(age)],
    [
      'skypanel_ingest_queue',
      'Events and changes that wait',
      byLabel('stage', {
        received: stream?.queued,
        unfinished: stream?.unfinished,
        unwritten: stream?.unwritten,
        deferred: stream?.deferred,
      }),
    ],
    ['skypanel_live_sockets', 'Open sockets of /live', one(stream?.sockets)],
  ]
}

function jobGauges(jobs: BoxJob[]): Described[] {
  const of = (pick: (job: BoxJob) => number | undefined) =>
    jobs.map((job): Value => [{ task: job.name, process: job.process }, pick(job)])
  const seconds = (at: number | undefined) => (at === undefined ? undefined : at / 1000)
  const backups = jobs.filter(({ name }) => name === 'backup').map((job): Value => [{}, seconds(job.lastRunAt)])
  const sent = jobs.filter(({ sentAt }) => sentAt !== undefined).map((job): Value => [{}, seconds(job.sentAt)])
  return [
    ['skypanel_job_last_run_timestamp_seconds', 'When it last ran', of(({ lastRunAt }) => seconds(lastRunAt))],
    ['skypanel_backup_last_timestamp_seconds', 'When the newest backup was made', backups],
    ['skypanel_backup_sent_timestamp_seconds', 'When all backups were at BACKUP_S3_URL last', sent],
    ['skypanel_job_failing', 'Whether its last run failed', of(({ problem }) => (problem === undefined ? 0 : 1))],
  ]
}

function counters(ctx: WebContext, stream: StreamState | undefined): Described[] {
  const queries = (pick: (counts: QueryCounts) => number): Value[] =>
    (['main', 'cache', 'index'] as const).flatMap((database): Value[] => [
      [{ process: 'web', database }, pick(ctx.queries.counts[database])],
      [{ process: 'stream', database }, stream && pick(stream.queries[database])],
    ])
  const caches = Object.entries(ctx.cacheCounts).flatMap(([cache, { hits, misses }]): Value[] => [
    [{ cache, result: 'hit' }, hits],
    [{ cache, result: 'miss' }, misses],
  ])
  const cpu = { web: ctx.processWatch.look().cpu, stream: stream?.process.cpu }
  return [
    ['skypanel_cache_requests_total', 'What was there when it was asked for', caches],
    ['skypanel_database_queries_total', 'Statements', queries((counts) => counts.queries)],
    ['skypanel_database_query_seconds_total', 'Time they took', queries((counts) => counts.time / 1000)],
    ['skypanel_database_slow_queries_total', 'Those over SLOW_QUERY_MS', queries((counts) => counts.slow)],
    ['skypanel_ingest_events_total', 'Frames of the firehose', [[{}, stream?.events]]],
    ['skypanel_ingest_connections_total', 'Times it was connected', [[{}, stream?.connections]]],
    ['skypanel_process_cpu_seconds_total', 'Processor used', byLabel('process', cpu)],
  ]
}

function byLabel(label: string, values: Record<string, number | undefined>): Value[] {
  return Object.entries(values).map(([name, value]) => [{ [label]: name }, value])
}

function only({ main, cache, index }: Record<'main' | 'cache' | 'index', number>) {
  return { main, cache, index }
}

/** Without what is not known now: a value of 0 would say something else. */
function known(described: Described[]): Described[] {
  return described.filter(([, , values]) => values.some(([, value]) => value !== undefined))
}

function labelsOf(values: Value[]): string[] {
  return Object.keys(values[0]?.[0] ?? {})
}
