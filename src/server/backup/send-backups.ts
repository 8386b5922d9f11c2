// Sends to the store what it does not have, and makes room there as here.
import { join } from 'node:path'
import { listBackups } from './make-backup.ts'
import type { BackupStore } from './open-store.ts'
import { readSending, writeSending } from './sending-state.ts'

/** How old what is unfinished there must be to be a leftover: another process may be sending, in ms. */
const leftover = 86_400_000

type Options = {
  dataDir: string
  /** Where backups lie here. */
  folder: string
  /** How many stay there. */
  keep: number
  now: () => number
  progress?: (label: string, done: number, total: number) => void
}

/**
 * Writes down how it went, whichever way. Backups here stay as they are.
 * @returns the names of those sent and of those removed there
 * @throws StoreError
 */
export async function sendBackups(
  store: BackupStore,
  options: Options,
): Promise<{ sent: string[]; removed: string[] }> {
  const { dataDir, folder, keep, now, progress } = options
  const before = readSending(dataDir)
  try {
    const there = (await store.list()).map(({ name }) => name)
    const here = await listBackups(folder)
    const sent = chooseUnsent(here.slice(0, keep), there)
    for (const name of sent) await store.send(join(folder, name), progress)
    const removed = sent.length > 0 ? (await store.list()).slice(Math.max(1, keep)).map(({ name }) => name) : []
    for (const name of removed) await store.remove(name)
    if (sent.length > 0) await store.clear(now() - leftover)
    writeSending(dataDir, { triedAt: now(), sentAt: now(), name: here[0] })
    return { sent, removed }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    writeSending(dataDir, { ...before, triedAt: now(), problem })
    throw error
  }
}

/**
 * What is here and not there, the newest first: the newest alone where nothing is there yet, else what fills the gaps of
 * days on which the store did not answer.
 * @param here and there names, the newest first
 */
export function chooseUnsent(here: string[], there: string[]): string[] {
  const oldest = there.at(-1)
  if (oldest === undefined) return here.slice(0, 1)
  const timeOf = (name: string) => name.slice(9, 25)
  return here.filter((name) => !there.includes(name) && timeOf(name) > timeOf(oldest))
}
