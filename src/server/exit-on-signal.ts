// How a process of ours ends: on a signal, with its parent, or on a fault nobody caught.
import type { Logger } from 'pino'

/**
 * Runs `stop` once, on SIGINT, SIGTERM or when the supervisor is gone, and exits within `grace` ms.
 * A rejection that nobody handles ends the process: Astro's adapter would swallow it.
 */
export function exitOnSignal(log: Logger, stop: () => Promise<void>, grace = 10_000): void {
  let stopping = false
  const end = (code: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), grace).unref()
    stop().then(
      () => process.exit(process.exitCode ?? code),
      (error) => {
        log.error({ err: error }, 'could not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => end(0))
  process.on('SIGTERM', () => end(0))
  process.on('disconnect', () => end(0))
  if (process.connected === false) end(0)
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection')
    // Standard error is what the supervisor quotes when it gives up.
    console.error(error)
    end(1)
  })
}
