// What `stream` saw happen to people here: read by `web`, written with the other changes of the index.
import { desc, gt, lt } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { notificationEvents } from '../schema/index.ts'
import { askPlainly } from './ask-plainly.ts'

const eventsOf = `SELECT uri, reason FROM notification_events WHERE user_did = ? AND seen_at > ?
  ORDER BY seen_at DESC LIMIT ?`

/** Events about `userDid` seen after `since` (ms), newest first, up to `limit`. */
export function listNotificationEvents(db: IndexDatabase, userDid: string, since: number, limit: number) {
  return askPlainly<{ uri: string; reason: string }>(db, eventsOf, [userDid, since, limit])
}

/** URIs of what is kept, so that their end is noticed. */
export async function listNotifiedUris(db: IndexDatabase, limit: number): Promise<string[]> {
  const rows = await db
    .select({ uri: notificationEvents.uri })
    .from(notificationEvents)
    .orderBy(desc(notificationEvents.seenAt))
    .limit(limit)
  return rows.map(({ uri }) => uri)
}

/** DIDs of whom something is kept about. */
export async function listNotifiedPeople(db: IndexDatabase): Promise<string[]> {
  const rows = await db.selectDistinct({ did: notificationEvents.userDid }).from(notificationEvents)
  return rows.map(({ did }) => did)
}

/** Forgets what was seen before `before` (ms). */
export async function forgetNotificationEvents(db: IndexDatabase, before: number): Promise<void> {
  await db.delete(notificationEvents).where(lt(notificationEvents.seenAt, before))
}

/** Events about anybody seen after `since` (ms), oldest first, up to `limit`. */
export async function listEventsSince(db: IndexDatabase, since: number, limit: number) {
  return db
    .select()
    .from(notificationEvents)
    .where(gt(notificationEvents.seenAt, since))
    .orderBy(notificationEvents.seenAt)
    .limit(limit)
}
