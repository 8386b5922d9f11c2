// Whether the disk has room for what can be had again. What people write is never held back.
import { statfs } from 'node:fs/promises'
import type { Logger } from 'pino'

/** Free bytes for this user on the disk of `folder`. */
export type Probe = (folder: string) => Promise<number>

export const freeBytes: Probe = async (folder) => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

type Options = {
  folder: string
  /** Bytes that stay free. 0: it is not looked at. */
  reserve: number
  log: Logger
  signal: AbortSignal
  probe?: Probe
  /** How often it is looked at, in ms. */
  every?: number
  /** What happens to what can be had again, for the log: when there is no room, and when there is again. */
  words?: { full: string; again: string }
  /** Told when there is no room any more. */
  onFull?: () => void
}

const firehose = { full: 'the firehose waits', again: 'the firehose is followed from where it stopped' }

/** It goes on with a fifth more than what made it stop, or it would stop again at once. */
const margin = 1.2

/** @returns whether there is room now; it is asked often and answers at once */
export function watchDisk(options: Options): () => boolean {
  const { folder, reserve, log, signal, probe = freeBytes, every = 5000, words = firehose, onFull } = options
  let hasRoom = true
  if (reserve === 0) return () => true

  async function look(): Promise<void> {
    const free = await probe(folder)
    const now = free >= (hasRoom ? reserve : reserve * margin)
    const isNew = now !== hasRoom
    hasRoom = now
    if (isNew && now) log.info({ free }, `the disk has room again: ${words.again}`)
    else if (isNew) {
      log.error({ free, reserve }, `the disk is nearly full: ${words.full}, people can go on. Make room`)
      onFull?.()
    }
  }

  const lookSafely = () => void look().catch((error) => log.warn({ err: error }, 'free space not looked at'))
  const timer = setInterval(lookSafely, every).unref()
  signal.addEventListener('abort', () => clearInterval(timer))
  lookSafely()
  return () => hasRoom
}
