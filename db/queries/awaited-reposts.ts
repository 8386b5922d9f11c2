// Reposts whose post has to be looked at before feeds are asked.
import type { IndexDatabase } from '../client.ts'
import { rkeySql, unpackRkey } from './packed-posts.ts'

/** `did` is the reposter's, `subject` the URI of the post; times in ms. */
export type AwaitedRepost = { did: string; rkey: string; subject: string; createdAt: number; attempts: number }

const due = `SELECT a.did, ${rkeySql('w.rkey')} AS rkey, w.subject, w.created_at, w.attempts
  FROM awaited_reposts w JOIN actors a ON a.id = w.actor_id WHERE w.retry_at <= ? ORDER BY w.id LIMIT ?`

/** Up to `limit` of those that are due at `now` ms, in the order in which they came. */
export async function listAwaitedReposts(db: IndexDatabase, now: number, limit: number): Promise<AwaitedRepost[]> {
  const { rows } = await db.$client.execute({ sql: due, args: [now, limit] })
  return rows.map((row) => ({
    did: String(row.did),
    rkey: unpackRkey(row.rkey),
    subject: String(row.subject),
    createdAt: Number(row.created_at),
    attempts: Number(row.attempts),
  }))
}
