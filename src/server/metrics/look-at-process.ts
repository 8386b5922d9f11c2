// What a process takes of the machine: memory, processor, and how late its event loop is.
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Bytes, seconds of processor since the start, ms of delay since it was last asked for (99th percentile). */
export type ProcessState = { memory: number; heap: number; cpu: number; delay: number; uptime: number }

/** Every how many ms it looks: this is also what is subtracted, so that an idle process is not late. */
const resolution = 50

export type ProcessWatch = { look(): ProcessState; stop(): void }

export function watchProcess(): ProcessWatch {
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  return {
    look() {
      const { rss, heapUsed } = process.memoryUsage()
      const { user, system } = process.cpuUsage()
      const delay = histogram.count > 0 ? Math.max(0, histogram.percentile(99) / 1e6 - resolution) : 0
      return { memory: rss, heap: heapUsed, cpu: (user + system) / 1e6, delay, uptime: process.uptime() }
    },
    stop: () => void histogram.disable(),
  }
}
