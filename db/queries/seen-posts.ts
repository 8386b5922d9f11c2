// What readers of feeds have seen, in cache.db. Bounded by age and by number.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { seenPosts } from '../schema/cache.ts'

/** Notes that somebody has seen these posts. @param now ms */
export async function noteSeen(db: CacheDatabase, viewerDid: string, uris: string[], now: number): Promise<void> {
  if (uris.length === 0) return
  const rows = uris.map((uri) => ({ viewerDid, uri, seenAt: now }))
  await db.insert(seenPosts).values(rows).onConflictDoNothing()
}

/** Which of `uris` somebody has seen. */
export async function findSeen(db: CacheDatabase, viewerDid: string, uris: string[]): Promise<Set<string>> {
  if (uris.length === 0) return new Set()
  const rows = await db
    .select({ uri: seenPosts.uri })
    .from(seenPosts)
    .where(and(eq(seenPosts.viewerDid, viewerDid), inArray(seenPosts.uri, uris)))
  return new Set(rows.map(({ uri }) => uri))
}

/**
 * Forgets, at most `limit` at a time, what was seen before `before` (ms), and the oldest beyond the newest `most`.
 * @returns how many
 */
export async function forgetSeen(
  db: CacheDatabase,
  { before, most, limit }: { before: number; most: number; limit: number },
): Promise<number> {
  const { rowsAffected } = await db.run(sql`DELETE FROM seen_posts WHERE rowid IN (
    SELECT rowid FROM seen_posts WHERE seen_at < max(${before},
      coalesce((SELECT seen_at FROM seen_posts ORDER BY seen_at DESC LIMIT 1 OFFSET ${most}), 0))
    ORDER BY seen_at LIMIT ${limit})`)
  return rowsAffected
}
