// `skypanel logs`: what the processes wrote, the newest last.
import { readConfig } from '../config.ts'
import { followLogs } from '../logs/follow-logs.ts'
import { type LogEntry, type LogLevel, logLevels } from '../logs/log-entry.ts'
import { type LoggedProcess, loggedProcesses } from '../logs/log-file.ts'
import { type LogFilter, readLogs } from '../logs/read-logs.ts'
import { type Command, type Invocation, type Terminal, UsageError } from './command.ts'

const most = 100_000
const levels = Object.keys(logLevels) as LogLevel[]
const colours: Partial<Record<LogLevel, 'red' | 'yellow' | 'dim'>> = {
  fatal: 'red',
  error: 'red',
  warn: 'yellow',
  debug: 'dim',
}

export const logs: Command = {
  usage: '',
  help: 'From DATA_DIR/logs, SkyPanel running or not. With --json and --follow, an entry\na line.',
  options: {
    follow: { type: 'boolean', short: 'f', description: 'Go on with what is written from now on, until Ctrl-C' },
    lines: { type: 'string', short: 'n', value: 'number', description: 'How many entries (50)' },
    level: { type: 'string', value: 'level', description: 'This level and worse: debug, info, warn, error' },
    process: { type: 'string', value: 'name', description: 'Only of web, stream or supervisor' },
    grep: { type: 'string', value: 'text', description: 'Only lines that hold this' },
  },
  async run({ words, values, environment, terminal }) {
    if (words.length > 0) throw new UsageError(`${words[0]} is not understood.`)
    const filter = readFilter(values)
    const count = readCount(values.lines)
    const { dataDir } = readConfig(environment)
    const entries = (await readLogs(dataDir, filter, count)).reverse()
    if (values.follow !== true) {
      if (entries.length === 0) terminal.note('There are no such entries.')
      for (const entry of entries) terminal.say(format(terminal, entry))
      terminal.json(entries)
      return 0
    }
    const stopping = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
    const print = (entry: LogEntry) =>
      terminal.isJson ? terminal.jsonLine(entry) : terminal.say(format(terminal, entry))
    for (const entry of entries) print(entry)
    for await (const { entry } of followLogs(dataDir, filter, stopping.signal)) print(entry)
    return 0
  },
}

function readFilter(values: Invocation['values']): LogFilter {
  const level = levels.find((name) => name === values.level)
  const process = (loggedProcesses as readonly LoggedProcess[]).find((name) => name === values.process)
  if (values.level !== undefined && !level) throw new UsageError(`A level is one of ${levels.join(', ')}.`)
  if (values.process !== undefined && !process) {
    throw new UsageError(`A process is one of ${loggedProcesses.join(', ')}.`)
  }
  return { level, process, text: typeof values.grep === 'string' ? values.grep : undefined }
}

function readCount(value: unknown): number {
  const count = Number(value ?? 50)
  if (!Number.isInteger(count) || count < 0 || count > most) throw new UsageError(`Lines are 0 to ${most}.`)
  return count
}

function format({ paint }: Terminal, { at, level, process, message, requestId, facts }: LogEntry): string {
  const colour = colours[level]
  const name = level.padEnd(5)
  const more = Object.entries({ ...(requestId ? { requestId } : {}), ...facts }).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const tail = more.length > 0 ? ` ${paint('dim', more.join(' '))}` : ''
  return `${new Date(at).toISOString()} ${colour ? paint(colour, name) : name} ${process.padEnd(10)} ${message}${tail}`
}
