// Reads and writes of cached_profiles: public profile views, for a while good, for longer a stand-in.
import { eq, lte, or, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { cachedProfiles } from '../schema/cache.ts'

/** How long after its end a view is kept, to stand in when upstream does not answer (ms). */
const standsInFor = 24 * 60 * 60_000
/** More are not kept: about 2 kB each. */
const mostProfiles = 10_000

/** What is kept of `actor` (DID or handle), with the time (ms) until which it is good. */
export async function findCachedProfile(
  db: CacheDatabase,
  actor: string,
): Promise<{ view: unknown; expiresAt: number } | undefined> {
  const isActor = or(eq(cachedProfiles.did, actor), eq(cachedProfiles.handle, actor))
  const { view, expiresAt } = cachedProfiles
  const [row] = await db.select({ view, expiresAt }).from(cachedProfiles).where(isActor).limit(1)
  return row
}

/**
 * Keeps a profile's view, good until `expiresAt`, and drops what is too old at `now` (both ms), or too much. A handle
 * belongs to one person, so an older holder's row goes.
 */
export async function keepCachedProfile(
  db: CacheDatabase,
  profile: { did: string; handle: string; view: unknown; expiresAt: number },
  now: number,
): Promise<void> {
  const { did: _, ...changes } = profile
  const surplus = sql`(SELECT expires_at FROM ${cachedProfiles} ORDER BY expires_at DESC LIMIT 1 OFFSET ${mostProfiles})`
  const isOld = lte(cachedProfiles.expiresAt, sql`max(${now - standsInFor}, coalesce(${surplus}, 0))`)
  await db.batch([
    db.delete(cachedProfiles).where(or(eq(cachedProfiles.handle, profile.handle), isOld)),
    db.insert(cachedProfiles).values(profile).onConflictDoUpdate({ target: cachedProfiles.did, set: changes }),
  ])
}
