// What is known of the accounts that pass by: rows of `actors`, the recent ones in memory.
import type { IndexDatabase } from '#db/client.ts'
import { type ActorRow, listActors } from '#db/queries/actors.ts'
import { createRecentMap } from './recent-map.ts'

export type ActorStates = {
  /** Brings what the database knows of `dids` into memory, in one look-up. */
  load: (dids: Iterable<string>) => Promise<void>
  /** `undefined` for an account that is not known; `load` must have been called. */
  get: (did: string) => ActorRow | undefined
  /** Memory runs ahead of the database: the caller writes the row as well. */
  set: (actor: ActorRow) => void
}

/** `limit` must be well above the events under way, so that nothing is forgotten before it is written. */
export function createActorStates(db: IndexDatabase, limit = 20_000): ActorStates {
  const recent = createRecentMap<string, ActorRow | null>(limit)
  return {
    async load(dids) {
      const missing = [...new Set(dids)].filter((did) => recent.get(did) === undefined)
      if (missing.length === 0) return
      const rows = new Map((await listActors(db, missing)).map((row) => [row.did, row]))
      for (const did of missing) if (recent.get(did) === undefined) recent.set(did, rows.get(did) ?? null)
    },
    get: (did) => recent.get(did) ?? undefined,
    set: (actor) => recent.set(actor.did, actor),
  }
}
