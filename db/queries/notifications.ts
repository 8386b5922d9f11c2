// Reads and writes of notifications and notification_cursors: what the AppView listed, and how far it was read.
import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { notificationCursors, notifications } from '../schema/cache.ts'
import { askPlainly } from './ask-plainly.ts'

/** Times in ms; `entry` is a NotificationEntry. */
export type NotificationRecord = Omit<typeof notifications.$inferInsert, 'userDid'>
export type NotificationCursor = { seenAt: number; fetchedAt: number }

/** Rows kept of one person. */
const mostRows = 200

/** What is kept of somebody's notifications, the newest first. */
export async function listKeptNotifications(db: CacheDatabase, userDid: string) {
  const { uri, reason, isRead, indexedAt, entry } = notifications
  return db
    .select({ uri, reason, isRead, indexedAt, entry })
    .from(notifications)
    .where(eq(notifications.userDid, userDid))
    .orderBy(desc(indexedAt))
    .limit(mostRows)
}

const unread = `SELECT uri, reason FROM notifications WHERE user_did = ? AND is_read = 0
  ORDER BY indexed_at DESC LIMIT ?`

/** The unread ones, newest first, up to `limit`. */
export function listUnread(db: CacheDatabase, userDid: string, limit: number) {
  return askPlainly<{ uri: string; reason: string }>(db, unread, [userDid, limit])
}

/** Those of `uris` that were listed, read or not. */
export async function findListedUris(db: CacheDatabase, userDid: string, uris: string[]): Promise<Set<string>> {
  if (uris.length === 0) return new Set()
  const rows = await db
    .select({ uri: notifications.uri })
    .from(notifications)
    .where(and(eq(notifications.userDid, userDid), inArray(notifications.uri, uris)))
  return new Set(rows.map(({ uri }) => uri))
}

const cursorOf = `SELECT seen_at AS seenAt, fetched_at AS fetchedAt FROM notification_cursors WHERE user_did = ?`

/** Undefined when somebody's notifications were never asked for here. */
export async function findNotificationCursor(
  db: CacheDatabase,
  userDid: string,
): Promise<NotificationCursor | undefined> {
  const [row] = await askPlainly<NotificationCursor>(db, cursorOf, [userDid])
  return row
}

/**
 * Puts the newest page of a list in the place of what was known of that time. `since` is the oldest time (ms) that the
 * page reaches, 0 when it is all there is: what was listed before and is not any more is gone.
 */
export async function keepNotifications(
  db: CacheDatabase,
  userDid: string,
  { rows, since, fetchedAt }: { rows: NotificationRecord[]; since: number; fetchedAt: number },
): Promise<void> {
  const own = eq(notifications.userDid, userDid)
  const oldest = sql`(SELECT indexed_at FROM notifications WHERE user_did = ${userDid}
    ORDER BY indexed_at DESC LIMIT 1 OFFSET ${mostRows})`
  const seenAt = sql`(SELECT seen_at FROM notification_cursors WHERE user_did = ${userDid})`
  const insert = rows.length === 0 ? [] : [insertRows(db, userDid, rows)]
  await db.batch([
    db.delete(notifications).where(and(own, gte(notifications.indexedAt, since))),
    ...insert,
    db.delete(notifications).where(and(own, lt(notifications.indexedAt, oldest))),
    // They may have been read while they were asked for.
    db
      .update(notifications)
      .set({ isRead: true })
      .where(and(own, lt(notifications.indexedAt, seenAt))),
    db
      .insert(notificationCursors)
      .values({ userDid, seenAt: 0, fetchedAt })
      .onConflictDoUpdate({ target: notificationCursors.userDid, set: { fetchedAt } }),
  ])
}

function insertRows(db: CacheDatabase, userDid: string, rows: NotificationRecord[]) {
  return db
    .insert(notifications)
    .values(rows.map((row) => ({ ...row, userDid })))
    .onConflictDoNothing()
}

/** Notes that everything before `seenAt` (ms) has been read. */
export async function markNotificationsRead(db: CacheDatabase, userDid: string, seenAt: number): Promise<void> {
  const isBefore = and(
    eq(notifications.userDid, userDid),
    eq(notifications.isRead, false),
    lt(notifications.indexedAt, seenAt),
  )
  await db.batch([
    db.update(notifications).set({ isRead: true }).where(isBefore),
    db
      .insert(notificationCursors)
      .values({ userDid, seenAt, fetchedAt: 0 })
      .onConflictDoUpdate({
        target: notificationCursors.userDid,
        set: { seenAt: sql`max(${notificationCursors.seenAt}, ${seenAt})` },
      }),
  ])
}
