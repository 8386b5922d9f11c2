// People of main.db who have signed in here.
import { eq, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { credentials, users } from '../schema/main.ts'
import { countChange } from './feeds.ts'

/**
 * Notes that somebody signed in. One statement, so that of two people who come first at once one is the
 * administrator.
 * @returns the person's id
 */
export async function recordSignIn(
  db: MainDatabase,
  person: { did: string; handle: string },
  now: number,
): Promise<number> {
  const row = await db
    .insert(users)
    .values({
      ...person,
      role: sql`CASE WHEN EXISTS (SELECT 1 FROM ${users}) THEN 'member' ELSE 'administrator' END`,
      createdAt: now,
      lastSignedInAt: now,
    })
    .onConflictDoUpdate({ target: users.did, set: { handle: person.handle, lastSignedInAt: now } })
    .returning({ id: users.id })
    .get()
  return row.id
}

/** Notes that a person is called otherwise now. */
export async function renameUser(db: MainDatabase, id: number, handle: string): Promise<void> {
  await db.update(users).set({ handle }).where(eq(users.id, id))
}

/** How a person stands among the others: whether they are the only administrator, and who would follow them. */
export async function findSuccessor(
  db: MainDatabase,
  id: number,
): Promise<{ isOnlyAdministrator: boolean; successor: { id: number; handle: string } | undefined }> {
  const all = await db.select({ id: users.id, handle: users.handle, role: users.role }).from(users).orderBy(users.id)
  const others = all.filter((user) => user.id !== id)
  const isAdministrator = all.some((user) => user.id === id && user.role === 'administrator')
  const [first] = others
  return {
    isOnlyAdministrator: isAdministrator && !others.some(({ role }) => role === 'administrator'),
    successor: first && { id: first.id, handle: first.handle },
  }
}

/** Removes a person and all that hangs on them; `successorId` becomes administrator in the same breath. */
export async function deleteUser(db: MainDatabase, id: number, successorId: number | undefined): Promise<void> {
  const { did } = (await db.select({ did: users.did }).from(users).where(eq(users.id, id)).get()) ?? { did: '' }
  await db.batch([
    db.delete(credentials).where(eq(credentials.did, did)),
    db.delete(users).where(eq(users.id, id)),
    db
      .update(users)
      .set({ role: 'administrator' })
      .where(eq(users.id, successorId ?? -1)),
    countChange(db),
  ])
}
