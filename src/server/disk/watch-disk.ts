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
}

/** It goes on with a fifth more than what made it stop, or it would stop again at once. */
const margin = 1.2

/** @returns whether there is room now; it is asked often and answers at once */
export function watchDisk({ folder, reserve, log, signal, probe = freeBytes, every = 5000 }: Options): () => boolean {
  let hasRoom = true
  if (reserve === 0) return () => true

  async function look(): Promise<void> {
    const free = await probe(folder)
    const now = free >= (hasRoom ? reserve : reserve * margin)
    if (now !== hasRoom && now)
      log.info({ free }, 'the disk has room again: the firehose is followed from where it stopped')
    else if (now !== hasRoom)
      log.error({ free, reserve }, 'the disk is nearly full: the firehose waits, people can go on. Make room')
    hasRoom = now
  }

  const lookSafely = () => void look().catch((error) => log.warn({ err: error }, 'free space not looked at'))
  const timer = setInterval(lookSafely, every)
  signal.addEventListener('abort', () => clearInterval(timer))
  lookSafely()
  return () => hasRoom
}
