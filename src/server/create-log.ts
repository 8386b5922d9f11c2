// Structured logs of a process.
import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** One JSON line an entry, on standard output. `name` is the process. */
export function createLog(config: Config, name: string): Logger {
  return pino({ name, level: config.logLevel, redact: ['*.password', '*.token', 'req.headers.cookie'] })
}
