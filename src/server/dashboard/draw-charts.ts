// Samples → the lines of the charts. Pure.
import type { Chart, DashboardSpan, Measure } from '#types/dashboard.ts'
import type { SampleValues } from '#types/sample.ts'
import { spreadSamples } from './merge-samples.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** In ms: how long a chart is, how long each of its points, and how long the samples are that it is made of. */
export const scales: Record<DashboardSpan, { length: number; point: number; sample: number }> = {
  day: { length: day, point: 10 * minute, sample: minute },
  week: { length: 7 * day, point: hour, sample: hour },
  quarter: { length: 90 * day, point: 12 * hour, sample: hour },
}

type Spread = ReturnType<typeof spreadSamples>[number]
/** `minutes` that the samples of a point cover. */
type Line = {
  name: string
  title: string
  measure: Measure
  isLowBad?: boolean
  of: (values: SampleValues, minutes: number) => number | undefined
}

const ratio = (part: number | undefined, whole: number | undefined) =>
  part === undefined || !whole ? undefined : part / whole
const sum = (...parts: (number | undefined)[]) =>
  parts.every((part) => part === undefined) ? undefined : parts.reduce<number>((all, part) => all + (part ?? 0), 0)

const lines: Line[] = [
  { name: 'requests', title: 'Requests a minute', measure: 'rate', of: (v, minutes) => ratio(v.requests, minutes) },
  { name: 'request-time', title: 'Time of an answer', measure: 'ms', of: (v) => ratio(v.requestTime, v.requests) },
  { name: 'failures', title: 'Errors', measure: 'count', of: (v) => v.failures },
  { name: 'upstream', title: 'Questions a minute', measure: 'rate', of: (v, minutes) => ratio(v.upstream, minutes) },
  { name: 'upstream-time', title: 'Time of their answer', measure: 'ms', of: (v) => ratio(v.upstreamTime, v.upstream) },
  {
    name: 'upstream-failures',
    title: 'Unanswered',
    measure: 'share',
    of: (v) => ratio(v.upstreamFailures, v.upstream),
  },
  { name: 'events', title: 'Events a second', measure: 'pace', of: (v, minutes) => ratio(v.events, minutes * 60) },
  { name: 'lag', title: 'Behind by', measure: 'ms', of: (v) => v.lag },
  { name: 'queue', title: 'Waiting', measure: 'count', of: (v) => v.queue },
  { name: 'memory', title: 'Memory', measure: 'bytes', of: (v) => sum(v.webMemory, v.streamMemory) },
  { name: 'delay', title: 'Event loop late by', measure: 'ms', of: (v) => v.delay },
  { name: 'databases', title: 'Databases', measure: 'bytes', of: (v) => sum(v.mainBytes, v.cacheBytes, v.indexBytes) },
  { name: 'free', title: 'Free on the disk', measure: 'bytes', isLowBad: true, of: (v) => v.freeBytes },
  {
    name: 'hits',
    title: 'Found in a cache',
    measure: 'share',
    isLowBad: true,
    of: (v) => ratio(v.hits, sum(v.hits, v.misses)),
  },
  { name: 'users', title: 'People', measure: 'count', of: (v) => v.users },
  { name: 'sessions', title: 'Browsers signed in', measure: 'count', of: (v) => v.sessions },
  { name: 'feeds', title: 'Feeds', measure: 'count', of: (v) => v.feeds },
  { name: 'sockets', title: 'Open pages', measure: 'count', of: (v) => v.sockets },
]

/** Every chart by its name, of the time that ends with `now` (ms). */
export function drawCharts(
  rows: { at: number; values: SampleValues }[],
  span: DashboardSpan,
  now: number,
): { from: number; to: number; charts: Map<string, Chart> } {
  const { length, point, sample } = scales[span]
  const to = Math.ceil(now / point) * point
  const from = to - length
  const spread: Spread[] = spreadSamples(rows, { from, to, span: point })
  const charts = lines.map(({ of, ...line }): [string, Chart] => {
    const points = spread.map(({ rows: covered, values }) => of(values, (covered * sample) / minute) ?? null)
    return [line.name, { ...line, points }]
  })
  return { from, to, charts: new Map(charts) }
}
