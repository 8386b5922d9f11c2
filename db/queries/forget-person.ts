// Takes what was kept for one person out of cache.db.
import { eq, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { cachedPosts, cachedProfiles, notificationCursors, notifications, seenPosts } from '../schema/cache.ts'

export async function forgetPerson(db: CacheDatabase, did: string): Promise<void> {
  const start = `at://${did}/`
  await db.batch([
    db.delete(notifications).where(eq(notifications.userDid, did)),
    db.delete(notificationCursors).where(eq(notificationCursors.userDid, did)),
    db.delete(seenPosts).where(eq(seenPosts.viewerDid, did)),
    db.delete(cachedProfiles).where(eq(cachedProfiles.did, did)),
    db.delete(cachedPosts).where(sql`substr(${cachedPosts.uri}, 1, ${start.length}) = ${start}`),
  ])
}
