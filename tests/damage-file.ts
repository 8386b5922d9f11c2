// Breaks a database file in the ways that disks and people do.
import { closeSync, ftruncateSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'

/** Bytes of a page, as SQLite makes them unless told otherwise. */
const page = 4096

export const damages: Record<string, (file: string) => void> = {
  'overwritten pages': (file) => write(file, page * 2, Buffer.alloc(page * 3, 'not a page')),
  'zeros in place of pages': (file) => write(file, page * 2, Buffer.alloc(page * 3)),
  'zeros from the first byte': (file) => write(file, 0, Buffer.alloc(page)),
  'its second half missing': (file) => cut(file, Math.floor(statSync(file).size / 2)),
  'a piece of a page missing': (file) => cut(file, statSync(file).size - 100),
  'something else in its place': (file) => writeFileSync(file, 'no database at all\n'.repeat(500)),
}

function write(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}

function cut(file: string, bytes: number): void {
  const handle = openSync(file, 'r+')
  ftruncateSync(handle, bytes)
  closeSync(handle)
}
