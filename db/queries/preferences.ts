// How people want this box to be (main.db). What the JSON means is the caller's matter.
import { eq } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { preferences } from '../schema/main.ts'

/** undefined for somebody who never chose. */
export async function findPreferences(db: MainDatabase, userId: number): Promise<unknown> {
  const row = await db.select().from(preferences).where(eq(preferences.userId, userId)).get()
  return row?.values
}

export async function savePreferences(db: MainDatabase, row: typeof preferences.$inferInsert): Promise<void> {
  const set = { values: row.values, updatedAt: row.updatedAt }
  await db.insert(preferences).values(row).onConflictDoUpdate({ target: preferences.userId, set })
}
