// Several samples become one of a longer while. Pure.
import type { SampleName, SampleValues } from '#types/sample.ts'

/** How each value is put together: added up, the worst, or the last that is known. */
const ways: Record<SampleName, 'sum' | 'most' | 'last'> = {
  requests: 'sum',
  failures: 'sum',
  requestTime: 'sum',
  upstream: 'sum',
  upstreamFailures: 'sum',
  upstreamTime: 'sum',
  hits: 'sum',
  misses: 'sum',
  events: 'sum',
  lag: 'most',
  queue: 'most',
  sockets: 'most',
  webMemory: 'most',
  streamMemory: 'most',
  delay: 'most',
  users: 'last',
  sessions: 'last',
  feeds: 'last',
  mainBytes: 'last',
  cacheBytes: 'last',
  indexBytes: 'last',
  freeBytes: 'last',
}

const names = Object.keys(ways) as SampleName[]

/** Reads what a row holds: numbers that are known by name, nothing else. */
export function readSample(values: unknown): SampleValues {
  if (typeof values !== 'object' || values === null) return {}
  const found: SampleValues = {}
  for (const name of names) {
    const value = (values as Record<string, unknown>)[name]
    if (typeof value === 'number' && Number.isFinite(value)) found[name] = value
  }
  return found
}

/** The whole of samples that follow each other, the oldest first. */
export function mergeSamples(samples: SampleValues[]): SampleValues {
  const whole: SampleValues = {}
  for (const sample of samples) {
    for (const name of names) {
      const [before, value] = [whole[name], sample[name]]
      if (value === undefined) continue
      if (before === undefined || ways[name] === 'last') whole[name] = value
      else whole[name] = ways[name] === 'sum' ? before + value : Math.max(before, value)
    }
  }
  return whole
}

/**
 * Rows of time `at` (ms) put together into whiles of `span` ms, the oldest first, from `from` up to `to`. A while with no
 * row is there and has no values: nothing ran. `rows` says how many each was made of.
 */
export function spreadSamples(
  rows: { at: number; values: SampleValues }[],
  { from, to, span }: { from: number; to: number; span: number },
): { at: number; rows: number; values: SampleValues }[] {
  const groups = new Map<number, SampleValues[]>()
  for (const { at, values } of rows) {
    const start = from + Math.floor((at - from) / span) * span
    const group = groups.get(start)
    if (group) group.push(values)
    else groups.set(start, [values])
  }
  const count = Math.max(0, Math.ceil((to - from) / span))
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * span
    const group = groups.get(at) ?? []
    return { at, rows: group.length, values: mergeSamples(group) }
  })
}
