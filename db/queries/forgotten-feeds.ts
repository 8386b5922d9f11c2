// Removes from index.db what belongs to feeds that are no more, a little at a time.
import { sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'

/**
 * Removes up to `limit` items of feeds that are not in `feedIds`, and the posts that no feed keeps any more.
 * @returns whether something may be left to remove
 */
export async function removeForgottenItems(db: IndexDatabase, feedIds: number[], limit: number): Promise<boolean> {
  const alive = new Set(feedIds)
  const gone = (await listFeedIds(db)).filter((id) => !alive.has(Math.abs(id)))
  if (gone.length === 0) return false
  const items = await db.all<{ feedId: number; postId: number }>(
    sql`SELECT feed_id AS feedId, post_id AS postId FROM feed_items
      WHERE feed_id IN (SELECT value FROM json_each(${JSON.stringify(gone)})) LIMIT ${limit}`,
  )
  const posts = JSON.stringify(items.map(({ postId }) => postId))
  await db.batch([
    db.run(sql`DELETE FROM feed_items WHERE feed_id IN (SELECT value FROM json_each(${JSON.stringify(gone)}))
      AND post_id IN (SELECT value FROM json_each(${posts}))`),
    db.run(sql`DELETE FROM feed_reposts WHERE post_id IN (SELECT value FROM json_each(${posts}))
      AND feed_id IN (SELECT abs(value) FROM json_each(${JSON.stringify(gone)}))`),
    db.run(sql`DELETE FROM indexed_posts WHERE id IN (SELECT value FROM json_each(${posts}))
      AND NOT EXISTS (SELECT 1 FROM feed_items WHERE post_id = indexed_posts.id)`),
  ])
  return items.length === limit
}

/** Ids that have items, found by jumping through the index instead of reading it. */
async function listFeedIds(db: IndexDatabase): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`WITH RECURSIVE ids(id) AS (
    SELECT min(feed_id) FROM feed_items
    UNION ALL SELECT (SELECT min(feed_id) FROM feed_items WHERE feed_id > ids.id) FROM ids WHERE ids.id IS NOT NULL)
    SELECT id FROM ids WHERE id IS NOT NULL`)
  return rows.map(({ id }) => id)
}

/** Forgets accounts that have no post or repost here and were not heard of since `before` ms. @returns how many */
export async function forgetIdleActors(db: IndexDatabase, before: number, limit: number): Promise<number> {
  const result = await db.run(sql`DELETE FROM actors WHERE did IN (SELECT did FROM actors WHERE updated_at < ${before}
    AND NOT EXISTS (SELECT 1 FROM indexed_posts WHERE author_id = actors.id)
    AND NOT EXISTS (SELECT 1 FROM feed_reposts WHERE actor_id = actors.id)
    AND NOT EXISTS (SELECT 1 FROM awaited_reposts WHERE actor_id = actors.id) LIMIT ${limit})`)
  return result.rowsAffected
}
