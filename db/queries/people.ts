// People of main.db as administrators see them. The last administrator stays one, whatever is asked.
import { and, count, desc, eq, gt, isNotNull, isNull, like, lt, max, or, type SQL, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { sessions, users } from '../schema/main.ts'
import { feeds } from '../schema/main-feeds.ts'
import { auditIfChanged, type NewAudit } from './audit-log.ts'
import { countChange } from './feeds.ts'

type Role = (typeof users.$inferSelect)['role']

/** Times in ms; `lastSeenAt` is 0 for somebody who was never here. */
export type PersonRow = typeof users.$inferSelect & {
  lastSeenAt: number
  /** Browsers signed in. */
  sessions: number
  feeds: number
  published: number
}

export type PeopleFilter = {
  /** A part of a handle, or a whole DID. */
  search?: string | undefined
  role?: Role | 'suspended' | undefined
}

function selectPeople(db: MainDatabase, now: number) {
  const live = db
    .select({
      userId: sessions.userId,
      count: count().as('live_sessions'),
      seenAt: max(sessions.lastSeenAt).as('seen_at'),
    })
    .from(sessions)
    .where(gt(sessions.expiresAt, now))
    .groupBy(sessions.userId)
    .as('live')
  const made = db
    .select({
      ownerId: feeds.ownerId,
      count: count().as('feed_count'),
      published: sql<number>`sum(${feeds.isPublished})`.as('published_count'),
    })
    .from(feeds)
    .groupBy(feeds.ownerId)
    .as('made')
  return db
    .select({
      ...{ id: users.id, did: users.did, handle: users.handle, role: users.role, createdAt: users.createdAt },
      ...{ lastSignedInAt: users.lastSignedInAt, suspendedAt: users.suspendedAt },
      lastSeenAt: sql<number>`max(${users.lastSignedInAt}, coalesce(${live.seenAt}, 0))`,
      sessions: sql<number>`coalesce(${live.count}, 0)`,
      feeds: sql<number>`coalesce(${made.count}, 0)`,
      published: sql<number>`coalesce(${made.published}, 0)`,
    })
    .from(users)
    .leftJoin(live, eq(live.userId, users.id))
    .leftJoin(made, eq(made.ownerId, users.id))
}

/** Who came last comes first. @param before the id that the page ended with */
export async function listPeople(
  db: MainDatabase,
  { search, role }: PeopleFilter,
  { before, limit, now }: { before: number | undefined; limit: number; now: number },
): Promise<PersonRow[]> {
  const part = search?.replace(/[\\%_]/g, '\\$&')
  const conditions: (SQL | undefined)[] = [
    part === undefined
      ? undefined
      : or(sql`${like(users.handle, `%${part}%`)} ESCAPE '\\'`, eq(users.did, search ?? '')),
    role === 'suspended' ? isNotNull(users.suspendedAt) : role === undefined ? undefined : eq(users.role, role),
    before === undefined ? undefined : lt(users.id, before),
  ]
  return selectPeople(db, now)
    .where(and(...conditions))
    .orderBy(desc(users.id))
    .limit(limit)
}

/** Somebody by their number, their DID or their handle. */
export async function findPerson(
  db: MainDatabase,
  who: { id: number } | { did: string } | { handle: string },
  now: number,
): Promise<PersonRow | undefined> {
  const condition =
    'id' in who ? eq(users.id, who.id) : 'did' in who ? eq(users.did, who.did) : eq(users.handle, who.handle)
  return selectPeople(db, now).where(condition).orderBy(desc(users.id)).limit(1).get()
}

/** How many there are of each role; the suspended count in theirs, and apart. */
export async function countPeople(db: MainDatabase): Promise<Record<Role | 'suspended', number>> {
  const rows = await db
    .select({ role: users.role, count: count(), suspended: count(users.suspendedAt) })
    .from(users)
    .groupBy(users.role)
  const found = { administrator: 0, member: 0, reader: 0, suspended: 0 }
  for (const row of rows) {
    found[row.role] = row.count
    found.suspended += row.suspended
  }
  return found
}

/** Whether somebody administers this box. */
export async function hasAdministrator(db: MainDatabase): Promise<boolean> {
  const row = await db.select({ id: users.id }).from(users).where(eq(users.role, 'administrator')).limit(1).get()
  return row !== undefined
}

/** Somebody who may come in and has not yet. @returns false when they are here already */
export async function insertPerson(
  db: MainDatabase,
  person: { did: string; handle: string; role: Role },
  now: number,
  act?: NewAudit,
): Promise<boolean> {
  const row = { ...person, createdAt: now, lastSignedInAt: 0 }
  const [made] = await db.batch([
    db.insert(users).values(row).onConflictDoNothing().returning({ id: users.id }),
    ...auditIfChanged(db, act),
  ])
  return made.length > 0
}

/** True of everybody but the only administrator who may come in. */
function isSpared(id: number): SQL {
  return sql`(${users.role} <> 'administrator' OR ${users.suspendedAt} IS NOT NULL OR EXISTS (
    SELECT 1 FROM users AS other
    WHERE other.role = 'administrator' AND other.suspended_at IS NULL AND other.id <> ${id}
  ))`
}

/** @returns false when nothing was changed: it is the last administrator, or nobody */
export async function changeRole(db: MainDatabase, id: number, role: Role, act?: NewAudit): Promise<boolean> {
  const condition = role === 'administrator' ? eq(users.id, id) : and(eq(users.id, id), isSpared(id))
  const [changed] = await db.batch([
    db.update(users).set({ role }).where(condition).returning({ id: users.id }),
    ...auditIfChanged(db, act),
  ])
  return changed.length > 0
}

/** Suspends somebody, ends their sessions and withholds their feeds. @returns false as changeRole */
export async function suspendUser(db: MainDatabase, id: number, now: number, act?: NewAudit): Promise<boolean> {
  const [changed] = await db.batch([
    db
      .update(users)
      .set({ suspendedAt: now })
      .where(and(eq(users.id, id), isNull(users.suspendedAt), isSpared(id)))
      .returning({ id: users.id }),
    ...auditIfChanged(db, act),
    countChange(db),
    db
      .delete(sessions)
      .where(
        and(
          eq(sessions.userId, id),
          sql`EXISTS (SELECT 1 FROM users AS one WHERE one.id = ${id} AND one.suspended_at IS NOT NULL)`,
        ),
      ),
  ])
  return changed.length > 0
}

export async function liftSuspension(db: MainDatabase, id: number, act?: NewAudit): Promise<boolean> {
  const [changed] = await db.batch([
    db
      .update(users)
      .set({ suspendedAt: null })
      .where(and(eq(users.id, id), isNotNull(users.suspendedAt)))
      .returning({ id: users.id }),
    ...auditIfChanged(db, act),
    countChange(db),
  ])
  return changed.length > 0
}
