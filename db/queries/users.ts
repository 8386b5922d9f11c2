// People of main.db who have signed in here.
import { eq, isNull, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { credentials, users } from '../schema/main.ts'
import { auditIfChanged, type NewAudit } from './audit-log.ts'
import { countChange } from './feeds.ts'

type Role = (typeof users.$inferSelect)['role']

/**
 * Notes that somebody signed in. One statement, so that of two people who come first at once one is the
 * administrator.
 * @param as what somebody new becomes; `first` is an administrator while there is none, and a member after that, and
 * makes one of somebody who was here before as well
 * @returns the person's id
 */
export async function recordSignIn(
  db: MainDatabase,
  person: { did: string; handle: string },
  now: number,
  as: Role | 'first' = 'first',
): Promise<number> {
  const isHeaded = sql`EXISTS (SELECT 1 FROM users AS head WHERE head.role = 'administrator')`
  const isFirst = as === 'first'
  const row = await db
    .insert(users)
    .values({
      ...person,
      role: isFirst ? sql`CASE WHEN ${isHeaded} THEN 'member' ELSE 'administrator' END` : as,
      createdAt: now,
      lastSignedInAt: now,
    })
    .onConflictDoUpdate({
      target: users.did,
      set: {
        ...{ handle: person.handle, lastSignedInAt: now },
        ...(isFirst ? { role: sql`CASE WHEN ${isHeaded} THEN ${users.role} ELSE 'administrator' END` } : {}),
      },
    })
    .returning({ id: users.id })
    .get()
  return row.id
}

/** What somebody is here, before they come in. */
export async function findStanding(
  db: MainDatabase,
  did: string,
): Promise<{ id: number; role: Role; suspendedAt: number | null } | undefined> {
  const { id, role, suspendedAt } = users
  return db.select({ id, role, suspendedAt }).from(users).where(eq(users.did, did)).get()
}

/** Notes that a person is called otherwise now. */
export async function renameUser(db: MainDatabase, did: string, handle: string): Promise<void> {
  await db.update(users).set({ handle }).where(eq(users.did, did))
}

/** DIDs of everybody who has signed in here and has not left since. */
export async function listUserDids(db: MainDatabase): Promise<string[]> {
  const rows = await db.select({ did: users.did }).from(users)
  return rows.map(({ did }) => did)
}

/** How a person stands among the others: whether they are the only administrator, and who would follow them: nobody who is suspended. */
export async function findSuccessor(
  db: MainDatabase,
  id: number,
): Promise<{ isOnlyAdministrator: boolean; successor: { id: number; handle: string } | undefined }> {
  const all = await db.select().from(users).where(isNull(users.suspendedAt)).orderBy(users.id)
  const others = all.filter((user) => user.id !== id)
  const isAdministrator = all.some((user) => user.id === id && user.role === 'administrator')
  const [first] = others
  return {
    isOnlyAdministrator: isAdministrator && !others.some(({ role }) => role === 'administrator'),
    successor: first && { id: first.id, handle: first.handle },
  }
}

/** Removes a person and all that hangs on them; `successorId` becomes administrator in the same breath. */
export async function deleteUser(
  db: MainDatabase,
  id: number,
  successorId: number | undefined,
  act?: NewAudit,
): Promise<void> {
  const { did } = (await db.select({ did: users.did }).from(users).where(eq(users.id, id)).get()) ?? { did: '' }
  await db.batch([
    db.delete(credentials).where(eq(credentials.did, did)),
    db.delete(users).where(eq(users.id, id)),
    ...auditIfChanged(db, act),
    db
      .update(users)
      .set({ role: 'administrator' })
      .where(eq(users.id, successorId ?? -1)),
    countChange(db),
  ])
}
