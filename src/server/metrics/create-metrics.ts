// What this box tells a monitoring system, in one registry of its own (docs/monitoring.md). Nothing here is kept.
import { Histogram, Registry } from 'prom-client'
import { createTallies, type Tallies } from './tallies.ts'

export type Metrics = {
  registry: Registry
  /** What the samples of the dashboard are made of. */
  tallies: Tallies
  /** Notes an answer; `route` is a pattern, `time` in ms. */
  noteRequest(method: string, route: string, status: number, time: number): void
  /** Notes a question to another server; `method` is an NSID, `outcome` a status or `none`, `time` in ms. */
  noteUpstream(method: string, outcome: string, time: number): void
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Every name of a label costs a dozen lines of /metrics: whatever calls itself, no more than so many are told apart. */
const mostRoutes = 300

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const tallies = createTallies()
  const routes = new Set<string>()

  const requests = new Histogram({
    name: 'skypanel_http_request_duration_seconds',
    help: 'Answers, by the pattern of what answered',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  })
  const upstream = new Histogram({
    name: 'skypanel_upstream_request_duration_seconds',
    help: 'Questions to other servers, by the method of the protocol',
    labelNames: ['method', 'status'],
    buckets,
    registers,
  })

  return {
    registry,
    tallies,
    noteRequest(method, route, status, time) {
      tallies.requests++
      tallies.requestTime += time
      if (status >= 500) tallies.failedRequests++
      if (routes.size < mostRoutes) routes.add(route)
      const labels = {
        method: methods.has(method) ? method : 'other',
        route: routes.has(route) ? route : 'other',
        status: String(status),
      }
      requests.observe(labels, time / 1000)
    },
    noteUpstream(method, outcome, time) {
      tallies.upstreamCalls++
      tallies.upstreamTime += time
      const isFailure = outcome === 'none' || outcome.startsWith('5')
      if (isFailure) tallies.failedUpstreamCalls++
      upstream.observe({ method, status: outcome }, time / 1000)
    },
  }
}
