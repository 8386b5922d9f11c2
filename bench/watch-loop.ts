// Loaded into a process that is measured (--import): answers "look" with how late its event loop was, and what it holds.
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** In ms: a timer every so often, whose lateness is what is measured. */
const every = 5
const delays = monitorEventLoopDelay({ resolution: every })
delays.enable()

/** ms since the last look; MB. */
export type LoopLook = { p50: number; p99: number; most: number; rss: number; cpu: number }

process.on('message', (message) => {
  if (message !== 'look') return
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - every)
  const { user, system } = process.cpuUsage()
  const answer: LoopLook = {
    p50: late(delays.percentile(50)),
    p99: late(delays.percentile(99)),
    most: late(delays.max),
    rss: process.memoryUsage.rss() / 1e6,
    cpu: (user + system) / 1000,
  }
  delays.reset()
  process.send?.({ look: answer })
})
