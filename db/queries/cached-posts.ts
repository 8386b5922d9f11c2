// Reads and writes of cached_posts: public post views with an end.
import { and, gt, inArray, lte, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { cachedPosts } from '../schema/cache.ts'

/** Views of `uris` that have not expired at `now` (ms), by URI. */
export async function findCachedPosts(db: CacheDatabase, uris: string[], now: number): Promise<Map<string, unknown>> {
  if (uris.length === 0) return new Map()
  const rows = await db
    .select({ uri: cachedPosts.uri, view: cachedPosts.view })
    .from(cachedPosts)
    .where(and(inArray(cachedPosts.uri, uris), gt(cachedPosts.expiresAt, now)))
  return new Map(rows.map((row) => [row.uri, row.view]))
}

/** Keeps `views` until `expiresAt`, and drops what has expired at `now` (both ms). */
export async function keepCachedPosts(
  db: CacheDatabase,
  views: { uri: string; view: unknown }[],
  { now, expiresAt }: { now: number; expiresAt: number },
): Promise<void> {
  if (views.length === 0) return
  await db.batch([
    db.delete(cachedPosts).where(lte(cachedPosts.expiresAt, now)),
    db
      .insert(cachedPosts)
      .values(views.map((row) => ({ ...row, expiresAt })))
      .onConflictDoUpdate({ target: cachedPosts.uri, set: { view: sql`excluded.view`, expiresAt } }),
  ])
}
