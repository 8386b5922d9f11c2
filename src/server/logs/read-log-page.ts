// The log as administrators look at it: filtered, the newest first, a page at a time; and as it is written.
import type { LogLine, LogPage } from '#types/log-page.ts'
import type { WebContext } from '../context.ts'
import { followLogs } from './follow-logs.ts'
import { type LogEntry, type LogLevel, logLevels } from './log-entry.ts'
import { loggedProcesses } from './log-file.ts'
import { type LogFilter, readLogs } from './read-logs.ts'

const pageLength = 100
/** How long a live log goes on (ms): whoever still looks asks again. */
const longestTail = 60 * 60_000

/** Level, process, words and place that an address asks for. What is none of them is left out. */
export function readLogFilter(query: URLSearchParams): LogFilter {
  const before = Number(query.get('cursor'))
  return {
    level: (Object.keys(logLevels) as LogLevel[]).find((name) => name === query.get('level')),
    process: loggedProcesses.find((name) => name === query.get('process')),
    text: query.get('text')?.trim().slice(0, 200) || undefined,
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  }
}

/** @throws Error when the files cannot be read */
export async function readLogPage(ctx: Pick<WebContext, 'config'>, filter: LogFilter): Promise<LogPage> {
  // Entries of the same millisecond stay on one page: the next one begins before it.
  const entries = await readLogs(ctx.config.dataDir, filter, pageLength * 2)
  const last = entries[pageLength - 1]
  const end = entries.findIndex((entry, index) => index >= pageLength && entry.at !== last?.at)
  const shown = end === -1 ? entries : entries.slice(0, end)
  const cursor = end === -1 ? undefined : String(shown.at(-1)?.at)
  const { level = '', process = '', text = '' } = filter
  return { lines: shown.map(toLine), cursor, filter: { level, process, text } }
}

/** The newest lines that fit and then every further one, as plain text, until whoever looks leaves. */
export function tailLog(ctx: Pick<WebContext, 'config'>, filter: LogFilter): ReadableStream<Uint8Array> {
  const { dataDir } = ctx.config
  const leaving = new AbortController()
  const timer = setTimeout(() => leaving.abort(), longestTail)
  const following = followLogs(dataDir, filter, leaving.signal)
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(controller) {
      const first = following.next()
      // Nothing is sent before there is something to send, and a quiet log would look like none.
      controller.enqueue(encoder.encode('The log from here on, the newest at the end.\n\n'))
      const before = (await readLogs(dataDir, filter, pageLength)).reverse()
      for (const entry of before) controller.enqueue(encoder.encode(formatEntry(entry)))
      const pump = async () => {
        for (let step = await first; !step.done; step = await following.next())
          controller.enqueue(encoder.encode(formatEntry(step.value.entry)))
        controller.close()
      }
      pump().catch((error) => {
        if (!leaving.signal.aborted) controller.error(error)
      })
    },
    cancel() {
      clearTimeout(timer)
      leaving.abort()
    },
  })
}

/** An entry as one line of text. */
export function formatEntry({ at, level, process, message, requestId, facts }: LogEntry): string {
  const time = new Date(at).toISOString().replace('T', ' ').slice(0, 19)
  const rest = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''
  return `${time}  ${level.padEnd(5)}  ${process.padEnd(10)}  ${message}${requestId ? `  [${requestId}]` : ''}${rest}\n`
}

function toLine({ at, level, process, message, requestId, facts }: LogEntry): LogLine {
  const details = Object.keys(facts).length > 0 ? describe(facts) : ''
  return { at: new Date(at).toISOString(), level, process, message, requestId, details }
}

/** A stack reads better with its line breaks. */
function describe(facts: Record<string, unknown>): string {
  const { err, ...others } = facts
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? String(err.stack) : undefined
  const rest = stack === undefined ? facts : others
  return [Object.keys(rest).length > 0 ? JSON.stringify(rest, null, 1) : '', stack ?? ''].filter(Boolean).join('\n')
}
