// The log file of one process in DATA_DIR/logs: bounded, one line of JSON an entry. docs/logs.md
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The processes that have a file: `<name>.log`, with older lines in `<name>.log.1` and `<name>.log.2`. */
export const loggedProcesses = ['web', 'stream', 'supervisor'] as const
export type LoggedProcess = (typeof loggedProcesses)[number]

/** How many files of older lines stay. */
const olderFiles = 2

/** The folder of the logs. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'logs')
}

/** The files of a process, the newest first; they need not be there. */
export function logFilesOf(dataDir: string, name: LoggedProcess): string[] {
  const file = join(logFolder(dataDir), `${name}.log`)
  return [file, ...Array.from({ length: olderFiles }, (_, index) => `${file}.${index + 1}`)]
}

/**
 * Opens the file of a process for appending. Its files take `bytes` in all: past a third the file becomes the older
 * one. A line that cannot be written (a full disk) is left out: that must not end the process.
 */
export function openLogFile(dataDir: string, name: LoggedProcess, bytes: number): { write: (line: string) => void } {
  const files = logFilesOf(dataDir, name)
  const [file = ''] = files
  const most = Math.max(1, Math.floor(bytes / files.length))
  let open: { descriptor: number; size: number } | undefined

  function reach(): { descriptor: number; size: number } {
    if (open) return open
    mkdirSync(logFolder(dataDir), { recursive: true, mode: 0o700 })
    const descriptor = openSync(file, 'a', 0o600)
    open = { descriptor, size: fstatSync(descriptor).size }
    return open
  }

  function turn(): void {
    if (open) closeSync(open.descriptor)
    open = undefined
    for (let index = files.length - 1; index > 0; index--) {
      const [newer, older] = [files[index - 1], files[index]]
      if (newer && older) renameIfThere(newer, older)
    }
  }

  return {
    write(line) {
      try {
        const length = Buffer.byteLength(line)
        if (reach().size > 0 && reach().size + length > most) turn()
        const place = reach()
        place.size += writeSync(place.descriptor, line)
      } catch {
        // Standard output has it.
      }
    },
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
