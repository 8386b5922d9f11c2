// Browsers that want push messages, and when their people want none.
import { and, desc, eq, gt } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { sessions, users } from '../schema/main.ts'
import { pushRules, pushSubscriptions } from '../schema/main-push.ts'
import { findLastSession, type SessionRow } from './sessions.ts'

/** `quietFrom` and `quietUntil` in minutes after midnight, null for no quiet hours; `toldAt` in ms. */
export type PushRules = Omit<typeof pushRules.$inferSelect, 'userId'>
export type PushSubscriptionRow = typeof pushSubscriptions.$inferSelect & { userAgent: string }

/** Keeps a browser's subscription: one a session and one an endpoint, the newest counts. */
export async function savePushSubscription(
  db: MainDatabase,
  row: typeof pushSubscriptions.$inferInsert,
): Promise<void> {
  await db.batch([
    db.delete(pushSubscriptions).where(eq(pushSubscriptions.sessionId, row.sessionId)),
    db.delete(pushSubscriptions).where(eq(pushSubscriptions.endpointHash, row.endpointHash)),
    db.insert(pushSubscriptions).values(row),
    // Nothing of before is told.
    db.insert(pushRules).values({ userId: row.userId, timeZone: 'UTC', toldAt: row.createdAt }).onConflictDoNothing(),
  ])
}

/** Somebody's browsers with a live session, newest first. */
export async function listPushSubscriptions(
  db: MainDatabase,
  userId: number,
  now: number,
): Promise<PushSubscriptionRow[]> {
  const rows = await db
    .select({ subscription: pushSubscriptions, userAgent: sessions.userAgent })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(and(eq(pushSubscriptions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(pushSubscriptions.id))
  return rows.map(({ subscription, userAgent }) => ({ ...subscription, userAgent }))
}

/** Forgets one of somebody's browsers; somebody else's stays. */
export async function deletePushSubscription(db: MainDatabase, userId: number, id: number): Promise<void> {
  await db.delete(pushSubscriptions).where(and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, userId)))
}

/** Notes how a message went: `failingSince` null when it was taken. Times in ms. */
export async function notePushResult(
  db: MainDatabase,
  id: number,
  result: Partial<Pick<typeof pushSubscriptions.$inferInsert, 'sentAt' | 'failingSince'>>,
): Promise<void> {
  await db.update(pushSubscriptions).set(result).where(eq(pushSubscriptions.id, id))
}

/** The person behind `did` if a browser of theirs wants to be told: as the session that was used last, with their rules. */
export async function findPushedPerson(
  db: MainDatabase,
  did: string,
  now: number,
): Promise<(SessionRow & { rules: PushRules }) | undefined> {
  const row = await db
    .select({ userId: users.id, rules: pushRules })
    .from(users)
    .innerJoin(pushSubscriptions, eq(pushSubscriptions.userId, users.id))
    .innerJoin(pushRules, eq(pushRules.userId, users.id))
    .where(eq(users.did, did))
    .limit(1)
    .get()
  const session = row && (await findLastSession(db, row.userId, now))
  return session && { ...session, rules: row.rules }
}

/** Everybody with a browser that wants to be told, as the session that was used last. */
export async function listPushedPeople(db: MainDatabase, now: number): Promise<SessionRow[]> {
  const rows = await db.selectDistinct({ userId: pushSubscriptions.userId }).from(pushSubscriptions)
  const people = await Promise.all(rows.map(({ userId }) => findLastSession(db, userId, now)))
  return people.filter((person) => person !== undefined)
}

/** Somebody's rules; undefined while no browser of theirs has asked and they have set none. */
export async function findPushRules(db: MainDatabase, userId: number): Promise<PushRules | undefined> {
  return db.select().from(pushRules).where(eq(pushRules.userId, userId)).get()
}

/** @param now ms, from when on somebody is told who was never told anything */
export async function saveQuietHours(
  db: MainDatabase,
  userId: number,
  quiet: Pick<PushRules, 'quietFrom' | 'quietUntil' | 'timeZone'>,
  now: number,
): Promise<void> {
  await db
    .insert(pushRules)
    .values({ userId, ...quiet, toldAt: now })
    .onConflictDoUpdate({ target: pushRules.userId, set: quiet })
}

/** Notes that somebody has been told of everything seen up to `toldAt` (ms). */
export async function noteTold(db: MainDatabase, userId: number, toldAt: number): Promise<void> {
  await db.update(pushRules).set({ toldAt }).where(eq(pushRules.userId, userId))
}
