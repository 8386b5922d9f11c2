// What lies in the data folder, in bytes, and how much room is left.
import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes: of each database with its journal, and of the disk below the data folder. */
export type BoxSizes = { main: number; cache: number; index: number; free: number; disk: number }

export async function measureBox(dataDir: string): Promise<BoxSizes> {
  const { bavail, blocks, bsize } = await statfs(dataDir)
  const sizeOf = (name: string) =>
    ['', '-wal'].map((end) => join(dataDir, `${name}.db${end}`)).reduce((sum, file) => sum + bytesOf(file), 0)
  return {
    main: sizeOf('main'),
    cache: sizeOf('cache'),
    index: sizeOf('index'),
    free: bavail * bsize,
    disk: blocks * bsize,
  }
}

function bytesOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}
