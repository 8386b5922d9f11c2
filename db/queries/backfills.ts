// How far feeds have been filled with what was there before them.
import { asc, eq } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { backfills } from '../schema/index-sources.ts'
import { type Step, step } from './index-step.ts'
import { packRkey, splitUri } from './packed-posts.ts'

/** See the table. Times in ms. */
export type BackfillRow = typeof backfills.$inferSelect

export type BackfillChange = { type: 'backfill'; row: BackfillRow } | { type: 'forgetBackfill'; feedId: number }

const upsert = `INSERT INTO backfills
  (feed_id, fingerprint, state, phase, place, done, total, found, note, started_at, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (feed_id) DO UPDATE SET fingerprint = excluded.fingerprint, state = excluded.state,
    phase = excluded.phase, place = excluded.place, done = excluded.done, total = excluded.total,
    found = excluded.found, note = excluded.note, started_at = excluded.started_at, updated_at = excluded.updated_at`
const thePost = `(SELECT p.id FROM indexed_posts p JOIN actors a ON a.id = p.author_id WHERE a.did = ? AND p.rkey = ?)`

/** A change as statements. */
export function backfillSteps(change: BackfillChange): Step[] {
  switch (change.type) {
    case 'backfill': {
      const { feedId, fingerprint, state, phase, place, done, total, found, note, startedAt, updatedAt } = change.row
      return [step(upsert, feedId, fingerprint, state, phase, place, done, total, found, note, startedAt, updatedAt)]
    }
    case 'forgetBackfill':
      return [step('DELETE FROM backfills WHERE feed_id = ?', change.feedId)]
  }
}

/** Every row. */
export async function listBackfills(db: IndexDatabase): Promise<BackfillRow[]> {
  return db.select().from(backfills).orderBy(asc(backfills.feedId))
}

/** How the filling of a feed stands, for whoever looks at it; undefined before `stream` has heard of the feed. */
export async function findBackfill(db: IndexDatabase, feedId: number): Promise<BackfillRow | undefined> {
  return db.select().from(backfills).where(eq(backfills.feedId, feedId)).get()
}

/** Whether a post is in a feed. */
export async function isItem(db: IndexDatabase, feedId: number, uri: string): Promise<boolean> {
  const { did, rkey } = splitUri(uri)
  const { rows } = await db.$client.execute({
    sql: `SELECT 1 FROM feed_items WHERE feed_id = ? AND post_id = ${thePost}`,
    args: [feedId, did, packRkey(rkey)],
  })
  return rows.length > 0
}
