// Authors of kept posts, and accounts that are not active, as `stream` knows them.
import { inArray } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { actors } from '../schema/index.ts'
import { unpackCid } from './packed-posts.ts'

/** `signingKey` is a Multikey, '' when it was never needed; `rev` and `data` of the last commit seen, or ''. */
export type ActorRow = {
  did: string
  handle: string
  signingKey: string
  rev: string
  data: string
  status: string
}

/** The rows of those of `dids` that have one. */
export async function listActors(db: IndexDatabase, dids: string[]): Promise<ActorRow[]> {
  const { did, handle, signingKey, rev, data, status } = actors
  const rows = await db.select({ did, handle, signingKey, rev, data, status }).from(actors).where(inArray(did, dids))
  return rows.map((row) => ({ ...row, data: row.data ? unpackCid(row.data) : '' }))
}
