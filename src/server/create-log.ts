// Structured logs of a process: one line of JSON an entry, on standard output and in a file. docs/logs.md
import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'
import { type LoggedProcess, loggedProcesses, openLogFile } from './logs/log-file.ts'
import { scrubSecrets } from './logs/scrub-secrets.ts'

/**
 * `name` is the process. What it has a file for is written there too, within LOG_MEGABYTES for all of them.
 * @param mixin what every line says besides, such as the request that is being answered
 */
export function createLog(config: Config, name: string, mixin: () => object = () => ({})): Logger {
  const isLogged = (loggedProcesses as readonly string[]).includes(name)
  const bytes = config.logBytes / loggedProcesses.length
  const file = isLogged && bytes > 0 ? openLogFile(config.dataDir, name as LoggedProcess, bytes) : undefined
  const output = pino.destination({ fd: 1, sync: true })
  const destination = {
    write(line: string) {
      const safe = scrubSecrets(line)
      output.write(safe)
      file?.write(safe)
    },
  }
  const redact = ['*.password', '*.token', 'req.headers.cookie']
  return pino({ name, level: config.logLevel, base: { pid: process.pid }, redact, mixin }, destination)
}
