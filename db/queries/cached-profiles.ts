// Reads and writes of cached_profiles: public profile views with an end.
import { and, eq, gt, lte, or } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { cachedProfiles } from '../schema/cache.ts'

/** The view of `actor` (DID or handle) if it has not expired at `now` (ms). */
export async function findCachedProfile(db: CacheDatabase, actor: string, now: number): Promise<unknown> {
  const isActor = or(eq(cachedProfiles.did, actor), eq(cachedProfiles.handle, actor))
  const [row] = await db
    .select({ view: cachedProfiles.view })
    .from(cachedProfiles)
    .where(and(isActor, gt(cachedProfiles.expiresAt, now)))
    .limit(1)
  return row?.view
}

/**
 * Keeps a profile's view until `expiresAt`, and drops what has expired at `now` (both ms). A handle belongs to one
 * person, so an older holder's row goes.
 */
export async function keepCachedProfile(
  db: CacheDatabase,
  profile: { did: string; handle: string; view: unknown; expiresAt: number },
  now: number,
): Promise<void> {
  const { did: _, ...changes } = profile
  const isOld = or(eq(cachedProfiles.handle, profile.handle), lte(cachedProfiles.expiresAt, now))
  await db.batch([
    db.delete(cachedProfiles).where(isOld),
    db.insert(cachedProfiles).values(profile).onConflictDoUpdate({ target: cachedProfiles.did, set: changes }),
  ])
}
