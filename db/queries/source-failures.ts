// Feeds of elsewhere that did not answer when they were last asked.
import { inArray } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { sourceFailures } from '../schema/index-sources.ts'
import { type Step, step } from './index-step.ts'

/** See the table. Times in ms; `status` is that of the answer, 0 when there was none. */
export type SourceFailure = typeof sourceFailures.$inferSelect

export type FailureChange =
  | { type: 'sourceFailed'; key: string; status: number; reason: string; now: number }
  | { type: 'sourceHeard'; key: string }

const upsert = `INSERT INTO source_failures (key, status, reason, since, tried_at) VALUES (?1, ?2, ?3, ?4, ?4)
  ON CONFLICT (key) DO UPDATE SET status = excluded.status, reason = excluded.reason, tried_at = excluded.tried_at`

/** A change as statements. */
export function failureSteps(change: FailureChange): Step[] {
  if (change.type === 'sourceHeard') return [step('DELETE FROM source_failures WHERE key = ?', change.key)]
  return [step(upsert, change.key, change.status, change.reason, change.now)]
}

/** Those of `keys` that failed. */
export async function listSourceFailures(db: IndexDatabase, keys: string[]): Promise<SourceFailure[]> {
  if (keys.length === 0) return []
  return db.select().from(sourceFailures).where(inArray(sourceFailures.key, keys))
}

/** Keys of all that failed. */
export async function listFailedKeys(db: IndexDatabase): Promise<string[]> {
  return (await db.select({ key: sourceFailures.key }).from(sourceFailures)).map(({ key }) => key)
}
