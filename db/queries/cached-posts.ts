// Reads and writes of cached_posts: public post views, for a while good, for longer a stand-in.
import { inArray, lte, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { cachedPosts } from '../schema/cache.ts'

/** How long after its end a view is kept, to stand in when upstream does not answer (ms). */
const standsInFor = 24 * 60 * 60_000
/** More are not kept: about 3 kB each. */
const mostPosts = 10_000

/** What is kept of `uris`, by URI, with the time (ms) until which it is good. */
export async function findCachedPosts(
  db: CacheDatabase,
  uris: string[],
): Promise<Map<string, { view: unknown; expiresAt: number }>> {
  if (uris.length === 0) return new Map()
  const rows = await db.select().from(cachedPosts).where(inArray(cachedPosts.uri, uris))
  return new Map(rows.map(({ uri, view, expiresAt }) => [uri, { view, expiresAt }]))
}

/** Keeps `views`, good until `expiresAt`, and drops what is too old at `now` (both ms), or too much. */
export async function keepCachedPosts(
  db: CacheDatabase,
  views: { uri: string; view: unknown }[],
  { now, expiresAt }: { now: number; expiresAt: number },
): Promise<void> {
  if (views.length === 0) return
  const surplus = sql`(SELECT expires_at FROM ${cachedPosts} ORDER BY expires_at DESC LIMIT 1 OFFSET ${mostPosts})`
  await db.batch([
    db.delete(cachedPosts).where(lte(cachedPosts.expiresAt, sql`max(${now - standsInFor}, coalesce(${surplus}, 0))`)),
    db
      .insert(cachedPosts)
      .values(views.map((row) => ({ ...row, expiresAt })))
      .onConflictDoUpdate({ target: cachedPosts.uri, set: { view: sql`excluded.view`, expiresAt } }),
  ])
}
