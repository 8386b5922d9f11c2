// OAuth requests under way (main.db), sealed by the caller.
import { and, eq, gt, lte } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { oauthStates } from '../schema/main.ts'

/** Keeps a state, and removes those that have expired at `now`: nobody else does. */
export async function saveOauthState(
  db: MainDatabase,
  row: typeof oauthStates.$inferInsert,
  now: number,
): Promise<void> {
  await db.batch([
    db.delete(oauthStates).where(lte(oauthStates.expiresAt, now)),
    db.insert(oauthStates).values(row).onConflictDoUpdate({ target: oauthStates.key, set: row }),
  ])
}

export async function findOauthState(db: MainDatabase, key: string, now: number): Promise<string | undefined> {
  const row = await db
    .select({ sealed: oauthStates.sealed })
    .from(oauthStates)
    .where(and(eq(oauthStates.key, key), gt(oauthStates.expiresAt, now)))
    .get()
  return row?.sealed
}

export async function deleteOauthState(db: MainDatabase, key: string): Promise<void> {
  await db.delete(oauthStates).where(eq(oauthStates.key, key))
}
