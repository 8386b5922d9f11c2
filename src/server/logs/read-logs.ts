// Reads the logs of all processes back, the newest entry first, and follows them.
import { type FileHandle, open } from 'node:fs/promises'
import { type LogEntry, type LogLevel, logLevels, readLogLine } from './log-entry.ts'
import { type LoggedProcess, logFilesOf, loggedProcesses } from './log-file.ts'

export type LogFilter = {
  /** This level and worse ones. */
  level?: LogLevel | undefined
  process?: LoggedProcess | undefined
  /** A part of the line, in any case. */
  text?: string | undefined
  /** Only entries before this time (ms). */
  before?: number | undefined
}

const chunkBytes = 64 * 1024
/** How much of one process' files is looked through for a page (bytes). */
const mostBytes = 16 * 1024 * 1024

/** At most `limit` entries that fit, the newest first, from the files of `dataDir`. */
export async function readLogs(dataDir: string, filter: LogFilter, limit: number): Promise<LogEntry[]> {
  const names = filter.process ? [filter.process] : loggedProcesses
  const readers = names.map((name) => newestFirst(logFilesOf(dataDir, name), filter))
  const heads = await Promise.all(readers.map((reader) => reader.next()))
  const found: LogEntry[] = []
  while (found.length < limit) {
    const times = heads.map(({ done, value }) => (done || !value ? -1 : value.at))
    const newest = times.indexOf(Math.max(...times))
    const entry = heads[newest]?.value
    const reader = readers[newest]
    if (!entry || !reader || times[newest] === -1) break
    found.push(entry)
    heads[newest] = await reader.next()
  }
  await Promise.all(readers.map((reader) => reader.return(undefined)))
  return found
}

/** Whether an entry, whose line is given for its text, is asked for. */
export function fitsFilter(entry: LogEntry, line: string, { level, text, before }: LogFilter): boolean {
  if (level && logLevels[entry.level] < logLevels[level]) return false
  if (before !== undefined && entry.at >= before) return false
  return !text || line.toLowerCase().includes(text.toLowerCase())
}

async function* newestFirst(files: string[], filter: LogFilter): AsyncGenerator<LogEntry, undefined> {
  const room = { bytes: mostBytes }
  for (const file of files) {
    for await (const line of linesBackwards(file, room)) {
      const entry = readLogLine(line)
      if (entry && fitsFilter(entry, line, filter)) yield entry
    }
  }
  return undefined
}

/** The lines of a file from its end, in pieces, so that the process goes on with other things between them. */
async function* linesBackwards(file: string, room: { bytes: number }): AsyncGenerator<string> {
  const handle = await openIfThere(file)
  if (!handle) return
  try {
    let { size: end } = await handle.stat()
    let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)
    while (end > 0 && room.bytes > 0) {
      const start = Math.max(0, end - chunkBytes)
      const chunk = Buffer.alloc(end - start)
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, start)
      room.bytes -= chunk.length
      end = start
      const joined = Buffer.concat([chunk.subarray(0, bytesRead), rest])
      const first = start === 0 ? -1 : joined.indexOf(10)
      rest = first === -1 && start > 0 ? joined : joined.subarray(0, first + 1)
      const whole = first === -1 ? (start === 0 ? joined : Buffer.alloc(0)) : joined.subarray(first + 1)
      const lines = whole.toString('utf8').split('\n')
      for (const line of lines.reverse()) if (line !== '') yield line
    }
  } finally {
    await handle.close()
  }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
