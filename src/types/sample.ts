// How this box was for a while: what the charts of the administration are drawn from.

/**
 * Counts are of the whole while, times in ms all in all, sizes in bytes as they were last; what is a state (lag, queue,
 * memory, sockets, delay) is the worst that was seen. What was not known is absent.
 */
export type SampleValues = {
  requests?: number
  failures?: number
  requestTime?: number
  upstream?: number
  upstreamFailures?: number
  upstreamTime?: number
  hits?: number
  misses?: number
  events?: number
  lag?: number
  queue?: number
  sockets?: number
  webMemory?: number
  streamMemory?: number
  delay?: number
  users?: number
  sessions?: number
  feeds?: number
  mainBytes?: number
  cacheBytes?: number
  indexBytes?: number
  freeBytes?: number
}

export type SampleName = keyof SampleValues
