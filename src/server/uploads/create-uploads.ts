// The files that people add to what they write: where they lie, and what is being done with them.
import { join } from 'node:path'
import type { MainDatabase } from '#db/client.ts'
import { deleteUploads, knownUploads, listUnused } from '#db/queries/uploads.ts'
import type { Config } from '../config.ts'
import { createTurns, type Turns } from '../pictures/create-turns.ts'
import { createUploadStore, type UploadStore } from './upload-store.ts'

export type Uploads = {
  store: UploadStore
  /** Videos that are under way, by the id of their upload. */
  working: Map<string, { done: Promise<void>; progress: number }>
  /** One conversion at a time: it takes a whole core. */
  takeTurn: Turns
  /** Removes what nobody has looked at for long. Does nothing when it was called within the last hour. */
  sweep(): Promise<void>
}

const sweepEvery = 3_600_000
/** What was taken out of a draft stays for a day: somebody may go back. */
const day = 86_400_000

export function createUploads({
  config,
  main,
  now,
}: {
  config: Config
  main: MainDatabase
  now: () => number
}): Uploads {
  const store = createUploadStore(join(config.dataDir, 'uploads'))
  let sweptAt = 0

  async function sweep(): Promise<void> {
    if (now() - sweptAt < sweepEvery) return
    sweptAt = now()
    const before = now() - config.uploads.keptFor
    const unused = await listUnused(main, { before, freeBefore: now() - day, most: 500 })
    for (const { userId, id } of unused) {
      await store.remove(userId, [id])
      await deleteUploads(main, userId, [id])
    }
    await store.sweep(now(), (ids) => knownUploads(main, ids))
  }

  return { store, working: new Map(), takeTurn: createTurns(1, 50), sweep }
}
