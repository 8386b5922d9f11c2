// How people want this box to be (main.db). What the JSON means is the caller's matter.
import type { MainDatabase } from '../client.ts'
import { preferences } from '../schema/main.ts'
import { askPlainly } from './ask-plainly.ts'

const ofUser = 'SELECT "values" AS json FROM preferences WHERE user_id = ?'

/** undefined for somebody who never chose. */
export async function findPreferences(db: MainDatabase, userId: number): Promise<unknown> {
  const [row] = await askPlainly<{ json: string }>(db, ofUser, [userId])
  return row && JSON.parse(row.json)
}

export async function savePreferences(db: MainDatabase, row: typeof preferences.$inferInsert): Promise<void> {
  const set = { values: row.values, updatedAt: row.updatedAt }
  await db.insert(preferences).values(row).onConflictDoUpdate({ target: preferences.userId, set })
}
