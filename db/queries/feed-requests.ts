// How often the network asked for feeds, in main.db, by day (UTC).
import { and, desc, eq, gte, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { feedRequests } from '../schema/main-feeds.ts'

/** `day` is `2026-11-21`, `lastRequestAt` in ms. */
export type FeedRequests = { feedId: number; day: string; requests: number; lastRequestAt: number }

/** Adds what was counted; feeds that are gone are left out. */
export async function addFeedRequests(db: MainDatabase, counted: FeedRequests[]): Promise<void> {
  const [first, ...rest] = counted.map(({ feedId, day, requests, lastRequestAt }) =>
    db.run(sql`INSERT INTO feed_requests (feed_id, day, requests, last_request_at)
      SELECT ${feedId}, ${day}, ${requests}, ${lastRequestAt} WHERE EXISTS (SELECT 1 FROM feeds WHERE id = ${feedId})
      ON CONFLICT (feed_id, day) DO UPDATE SET requests = requests + excluded.requests,
        last_request_at = max(last_request_at, excluded.last_request_at)`),
  )
  if (first) await db.batch([first, ...rest])
}

/** A feed's days from `sinceDay` on, the newest first. A day without requests is not there. */
export async function listFeedRequests(db: MainDatabase, feedId: number, sinceDay: string): Promise<FeedRequests[]> {
  return db
    .select()
    .from(feedRequests)
    .where(and(eq(feedRequests.feedId, feedId), gte(feedRequests.day, sinceDay)))
    .orderBy(desc(feedRequests.day))
}

/** Forgets the days before `day`. */
export async function forgetFeedRequests(db: MainDatabase, day: string): Promise<void> {
  await db.delete(feedRequests).where(sql`${feedRequests.day} < ${day}`)
}
