// Authors of kept posts, and accounts that are not active, as `stream` knows them.
import type { IndexDatabase } from '../client.ts'
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

const byDid = `SELECT did, handle, signing_key, rev, data, status FROM json_each(?) j CROSS JOIN actors ON did = j.value`

/** The rows of those of `dids` that have one. */
export async function listActors(db: IndexDatabase, dids: string[]): Promise<ActorRow[]> {
  const { rows } = await db.$client.execute({ sql: byDid, args: [JSON.stringify(dids)] })
  return rows.map((row) => ({
    did: String(row.did),
    handle: String(row.handle),
    signingKey: String(row.signing_key),
    rev: String(row.rev),
    data: row.data ? unpackCid(row.data) : '',
    status: String(row.status),
  }))
}
