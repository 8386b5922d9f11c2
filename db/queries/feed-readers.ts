// People who read personal feeds: stream keeps the posts of whom they follow.
import { desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { feedReaders } from '../schema/main-feeds.ts'

/** They have read a personal feed at `now` (ms). */
export async function noteFeedReaders(db: MainDatabase, dids: string[], now: number): Promise<void> {
  if (dids.length === 0) return
  await db.run(sql`INSERT INTO feed_readers (did, first_read_at, last_read_at)
    SELECT value, ${now}, ${now} FROM json_each(${JSON.stringify(dids)}) WHERE true
    ON CONFLICT (did) DO UPDATE SET last_read_at = excluded.last_read_at`)
}

/** Up to `most` people who have read one since `since` (ms): who did last comes first. */
export async function listFeedReaders(
  db: MainDatabase,
  { since, most }: { since: number; most: number },
): Promise<{ did: string; firstReadAt: number }[]> {
  const { did, firstReadAt, lastReadAt } = feedReaders
  return db
    .select({ did, firstReadAt })
    .from(feedReaders)
    .where(gte(lastReadAt, since))
    .orderBy(desc(lastReadAt), did)
    .limit(most)
}

/** Forgets who has not read one since `before` (ms). */
export async function forgetFeedReaders(db: MainDatabase, before: number): Promise<void> {
  await db.delete(feedReaders).where(lt(feedReaders.lastReadAt, before))
}

export async function forgetFeedReader(db: MainDatabase, did: string): Promise<void> {
  await db.delete(feedReaders).where(eq(feedReaders.did, did))
}
