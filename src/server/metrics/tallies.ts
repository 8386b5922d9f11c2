// What a process has counted since it started: plain numbers, read by /metrics and by the samples of the dashboard.

/** Durations in ms, all in all. */
export type Tallies = {
  requests: number
  /** Answered with 500 or more. */
  failedRequests: number
  requestTime: number
  upstreamCalls: number
  /** No answer, or 500 or more. */
  failedUpstreamCalls: number
  upstreamTime: number
}

export function createTallies(): Tallies {
  return {
    requests: 0,
    failedRequests: 0,
    requestTime: 0,
    upstreamCalls: 0,
    failedUpstreamCalls: 0,
    upstreamTime: 0,
  }
}

/** How often something was there when it was asked for. */
export type HitCounts = { hits: number; misses: number }
