// Loaded into a process that is measured (--import): answers "look" with how late its event loop was, and what it holds.
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** In ms: a timer every so often, whose lateness is what is measured. */
const every = 5
const delays = monitorEventLoopDelay({ resolution: every })
delays.enable()
/** Lateness that its own work explains: no more than the CPU it took meanwhile, in µs. What the machine kept from it is not in it. */
const own = createHistogram()
let [at, used] = [performance.now(), process.cpuUsage()]
setInterval(() => {
  const [now, cpu] = [performance.now(), process.cpuUsage()]
  const spent = cpu.user + cpu.system - used.user - used.system
  own.record(Math.max(1, Math.floor(Math.min((now - at - every) * 1000, spent))))
  ;[at, used] = [now, cpu]
}, every).unref()

/** ms since the last look; MB. */
export type LoopLook = { p50: number; p99: number; most: number; own: Own; rss: number; cpu: number }
type Own = { p50: number; p99: number; most: number }

process.on('message', (message) => {
  if (message !== 'look') return
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - every)
  const { user, system } = process.cpuUsage()
  const answer: LoopLook = {
    p50: late(delays.percentile(50)),
    p99: late(delays.percentile(99)),
    most: late(delays.max),
    own: { p50: own.percentile(50) / 1000, p99: own.percentile(99) / 1000, most: own.max / 1000 },
    rss: process.memoryUsage.rss() / 1e6,
    cpu: (user + system) / 1000,
  }
  delays.reset()
  own.reset()
  process.send?.({ look: answer })
})
