// A file that only takes room. When the disk is about to be full it is given up, so that people can still sign in and write.
import { randomFill } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import { freeBytes, type Probe } from './watch-disk.ts'

type Options = {
  folder: string
  /** Its size in bytes; 0 for none. */
  bytes: number
  log: Logger
  probe?: Probe
  /** In ms: when it is looked at first, and how often. */
  pace?: { first: number; every: number }
}

const name = 'ballast'
const fill = promisify(randomFill)
const chunk = 1_000_000

/** @returns what ends it; the file stays */
export function keepBallast(options: Options): () => void {
  const { folder, bytes, log, probe = freeBytes, pace = { first: 20_000, every: 5000 } } = options
  const file = join(folder, name)
  if (bytes === 0) return () => {}
  let running = false

  /** Given up when less is free than it takes; made again when three times as much is. */
  async function look(): Promise<void> {
    const free = await probe(folder)
    const isThere = existsSync(file)
    if (isThere && free < bytes) {
      await rm(file, { force: true })
      log.error({ free, bytes }, 'the disk is full: the ballast is given up, so that people can still write. Make room')
    } else if (!isThere && free > bytes * 3) {
      await make(file, bytes)
      log.info({ bytes }, 'ballast made')
    }
  }

  async function lookOnce(): Promise<void> {
    if (running) return
    running = true
    await look()
      .catch((error) => log.warn({ err: error }, 'ballast not looked after'))
      .finally(() => {
        running = false
      })
  }

  let timer: NodeJS.Timeout = setTimeout(() => {
    void lookOnce()
    timer = setInterval(() => void lookOnce(), pace.every)
  }, pace.first)
  return () => clearTimeout(timer)
}

/** Of random bytes: some disks take no room for zeros. */
async function make(file: string, bytes: number): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    const buffer = Buffer.alloc(chunk)
    for (let written = 0; written < bytes; written += chunk) {
      await fill(buffer)
      await handle.write(buffer, 0, Math.min(chunk, bytes - written))
    }
  } catch (error) {
    await rm(`${file}.new`, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}
