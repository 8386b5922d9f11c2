// A look at a database file that takes a moment, before anybody relies on it.
import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { checkDatabase } from './copy-database.ts'

/** Up to this size, in bytes, every page is read: that takes some 0.2 s. */
const smallEnough = 40_000_000

/**
 * What is wrong with `file`, in a sentence; undefined when nothing is, or it does not exist. Sees what is no database or was cut
 * off, whatever its size, and damaged pages of small files (fileformat2.html §1.3).
 * @throws LibsqlError when the file cannot be read now: locked, no rights, a failing disk
 */
export async function inspectDatabase(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined
  const { size } = statSync(file)
  // A file of nothing is what SQLite makes first.
  if (size === 0) return undefined
  // Pages of the log beside it take the place of its own.
  const hasLog = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0
  if (!hasLog) {
    const header = await readHeader(file)
    if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'It is no database.'
    const missing = sizeSaidBy(header) - size
    if (missing > 0) return `It was cut off: ${missing} bytes are missing.`
  }
  if (size > smallEnough) return undefined
  const [damage] = await checkDatabase(file, 'quickly', 2000)
  return damage
}

async function readHeader(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(100), 0, 100, 0)
    return buffer
  } finally {
    await handle.close()
  }
}

/** In bytes. The count of pages holds only when the change counter says who wrote it; otherwise 0. */
function sizeSaidBy(header: Buffer): number {
  const isCurrent = header.readUInt32BE(24) === header.readUInt32BE(92)
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  return isCurrent ? header.readUInt32BE(28) * pageSize : 0
}
