// Signed-in browsers of main.db. The token itself is never stored, only its SHA-256.
import { and, desc, eq, gt, inArray, isNull, lte, ne } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { sessions, users } from '../schema/main.ts'
import { askPlainly } from './ask-plainly.ts'
import { auditIfChanged, type NewAudit } from './audit-log.ts'

type Kind = (typeof sessions.$inferSelect)['kind']

/** A live session with its person: what Viewer wants, and when it was last used (ms). */
export type SessionRow = {
  userId: number
  sessionId: number
  did: string
  handle: string
  role: (typeof users.$inferSelect)['role']
  kind: Kind
  lastSeenAt: number
}

const whole = {
  userId: users.id,
  sessionId: sessions.id,
  did: users.did,
  handle: users.handle,
  role: users.role,
  kind: sessions.kind,
  lastSeenAt: sessions.lastSeenAt,
}

export async function insertSession(db: MainDatabase, session: typeof sessions.$inferInsert): Promise<void> {
  await db.insert(sessions).values(session)
}

const byHash = `SELECT user_id AS userId, sessions.id AS sessionId, did, handle, role, kind, last_seen_at AS lastSeenAt
  FROM sessions JOIN users ON users.id = user_id
  WHERE token_hash = ? AND expires_at > ? AND suspended_at IS NULL`

/** The session with this hash, unless it has expired at `now`. */
export async function findSession(db: MainDatabase, tokenHash: string, now: number): Promise<SessionRow | undefined> {
  const [row] = await askPlainly<SessionRow>(db, byHash, [tokenHash, now])
  return row
}

/** The live session that a person used last: what acts for them while they are away. */
export async function findLastSession(db: MainDatabase, userId: number, now: number): Promise<SessionRow | undefined> {
  return db
    .select(whole)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(users.id, userId), gt(sessions.expiresAt, now), isNull(users.suspendedAt)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(1)
    .get()
}

/** Says that a session is in use, which moves its end. */
export async function touchSession(db: MainDatabase, id: number, lastSeenAt: number, expiresAt: number): Promise<void> {
  await db.update(sessions).set({ lastSeenAt, expiresAt }).where(eq(sessions.id, id))
}

/** Every live session with its person's DID: what `stream` pushes to. */
export async function listLiveSessions(db: MainDatabase, now: number): Promise<{ id: number; did: string }[]> {
  return db
    .select({ id: sessions.id, did: users.did })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(gt(sessions.expiresAt, now))
}

const summary = {
  id: sessions.id,
  userId: users.id,
  did: users.did,
  handle: users.handle,
  kind: sessions.kind,
  userAgent: sessions.userAgent,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
}

export type SessionSummary = { [Name in keyof typeof summary]: (typeof summary)[Name]['_']['data'] }

/** The live sessions between which one browser may switch, used last first. */
export async function listDeviceSessions(db: MainDatabase, deviceHash: string, now: number): Promise<SessionSummary[]> {
  return db
    .select(summary)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.deviceHash, deviceHash), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
}

/** Every browser that a person is signed in with, used last first. */
export async function listOwnSessions(db: MainDatabase, userId: number, now: number): Promise<SessionSummary[]> {
  return db
    .select(summary)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
}

/** Makes these sessions those of one browser. */
export async function bindSessions(db: MainDatabase, ids: number[], deviceHash: string): Promise<void> {
  if (ids.length > 0) await db.update(sessions).set({ deviceHash }).where(inArray(sessions.id, ids))
}

/** Gives a session of a browser another token. @returns whether there is such a session */
export async function renewSession(
  db: MainDatabase,
  { id, deviceHash, tokenHash, now }: { id: number; deviceHash: string; tokenHash: string; now: number },
): Promise<boolean> {
  const rows = await db
    .update(sessions)
    .set({ tokenHash })
    .where(and(eq(sessions.id, id), eq(sessions.deviceHash, deviceHash), gt(sessions.expiresAt, now)))
    .returning({ id: sessions.id })
  return rows.length > 0
}

/** Ends sessions of a person: one, or all but one. @returns how many */
export async function deleteOwnSessions(
  db: MainDatabase,
  userId: number,
  which: { only: number } | { except: number },
  act?: NewAudit,
): Promise<number> {
  const condition = 'only' in which ? eq(sessions.id, which.only) : ne(sessions.id, which.except)
  const [rows] = await db.batch([
    db
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), condition))
      .returning({ id: sessions.id }),
    ...auditIfChanged(db, act),
  ])
  return rows.length
}

export async function deleteSession(db: MainDatabase, id: number): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id))
}

/** Ends every browser of a person that acts through the same upstream session. */
export async function deleteSessionsOfKind(db: MainDatabase, userId: number, kind: Kind): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.kind, kind)))
}

export async function deleteExpiredSessions(db: MainDatabase, now: number): Promise<void> {
  await db.delete(sessions).where(lte(sessions.expiresAt, now))
}

/** Whether a person still has a browser signed in this way. */
export async function hasSession(db: MainDatabase, userId: number, kind: Kind, now: number): Promise<boolean> {
  const row = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.kind, kind), gt(sessions.expiresAt, now)))
    .get()
  return row !== undefined
}
