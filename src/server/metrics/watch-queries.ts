// Counts what is asked of databases, and says which question was slow. Never with its values: they are people's.
import type { Logger } from 'pino'
import type { DatabaseName } from '#db/client.ts'

/** `time` in ms, all in all. */
export type QueryCounts = { queries: number; slow: number; time: number }

export type QueryWatch = {
  counts: Record<DatabaseName, QueryCounts>
  /** What to tell of the questions to a database: its statement and how long it took (ms). */
  observe(database: DatabaseName): (sql: string, time: number) => void
}

const longestStatement = 500

/** @param threshold from how many ms on a question is slow; 0 for never */
export function watchQueries(log: Logger, threshold: number): QueryWatch {
  const none = () => ({ queries: 0, slow: 0, time: 0 })
  const counts = { main: none(), cache: none(), index: none() }
  return {
    counts,
    observe(database) {
      const own = counts[database]
      return (sql, time) => {
        own.queries++
        own.time += time
        if (threshold === 0 || time < threshold) return
        own.slow++
        const statement = sql.replace(/\s+/g, ' ').slice(0, longestStatement)
        log.warn({ database, ms: Math.round(time), statement }, 'slow query')
      }
    },
  }
}
