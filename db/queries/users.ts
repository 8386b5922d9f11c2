// People of main.db who have signed in here.
import { sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { users } from '../schema/main.ts'

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
