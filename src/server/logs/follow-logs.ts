// Tells of entries as they are written, for as long as somebody listens.
import { createReadStream, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type LogEntry, readLogLine } from './log-entry.ts'
import { type LoggedProcess, logFilesOf, loggedProcesses } from './log-file.ts'
import { fitsFilter, type LogFilter } from './read-logs.ts'

/** How often the files are looked at (ms). */
const lookEvery = 500

/**
 * Yields entries with their lines from now on, until `signal` says so. When a file is turned, what was written to it
 * in between comes from the older one.
 */
export async function* followLogs(
  dataDir: string,
  filter: LogFilter,
  signal: AbortSignal,
): AsyncGenerator<{ entry: LogEntry; line: string }> {
  const names = filter.process ? [filter.process] : [...loggedProcesses]
  const places = new Map<LoggedProcess, Place>()
  for (const name of names) places.set(name, placeOf(dataDir, name))
  while (!signal.aborted) {
    const fresh: { entry: LogEntry; line: string }[] = []
    for (const [name, place] of places) {
      const { lines, next } = await readOn(dataDir, name, place)
      places.set(name, next)
      for (const line of lines) {
        const entry = readLogLine(line)
        if (entry && fitsFilter(entry, line, filter)) fresh.push({ entry, line })
      }
    }
    yield* fresh.sort((a, b) => a.entry.at - b.entry.at)
    await pause(lookEvery, undefined, { signal }).catch(() => undefined)
  }
}

/** Which file (by inode), how far it is read, and the piece of a line that has no end yet. */
type Place = { inode: number | undefined; offset: number; rest: string }

function placeOf(dataDir: string, name: LoggedProcess): Place {
  const [file = ''] = logFilesOf(dataDir, name)
  const found = look(file)
  return { inode: found?.ino, offset: found?.size ?? 0, rest: '' }
}

async function readOn(dataDir: string, name: LoggedProcess, place: Place): Promise<{ lines: string[]; next: Place }> {
  const [file = '', older = ''] = logFilesOf(dataDir, name)
  const found = look(file)
  if (!found) return { lines: [], next: place }
  if (found.ino === place.inode && found.size === place.offset) return { lines: [], next: place }
  const isTurned = found.ino !== place.inode
  const wasTurned = isTurned && place.inode !== undefined && look(older)?.ino === place.inode
  const before = wasTurned ? await readFrom(older, place.offset) : ''
  const start = isTurned ? 0 : place.offset
  const text = await readFrom(file, start, found.size)
  const lines = `${place.rest}${before}${text}`.split('\n')
  const rest = lines.pop() ?? ''
  return { lines: lines.filter(Boolean), next: { inode: found.ino, offset: found.size, rest } }
}

async function readFrom(file: string, start: number, end?: number): Promise<string> {
  if (end !== undefined && end <= start) return ''
  const parts: Buffer[] = []
  for await (const part of createReadStream(file, { start, ...(end === undefined ? {} : { end: end - 1 }) })) {
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function look(file: string) {
  return statSync(file, { throwIfNoEntry: false })
}
