// What administrators set in the browser, by name.
import { eq } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { boxSettings } from '../schema/main-people.ts'
import { auditIfChanged, type NewAudit } from './audit-log.ts'

/** Whatever was kept under this name: JSON of an unknown shape, or undefined. */
export async function findBoxSetting(db: MainDatabase, name: string): Promise<unknown> {
  const row = await db.select({ value: boxSettings.value }).from(boxSettings).where(eq(boxSettings.name, name)).get()
  return row?.value
}

export async function saveBoxSetting(
  db: MainDatabase,
  { name, value }: { name: string; value: unknown },
  now: number,
  act: NewAudit,
): Promise<void> {
  const row = { value, updatedAt: now }
  await db.batch([
    db
      .insert(boxSettings)
      .values({ name, ...row })
      .onConflictDoUpdate({ target: boxSettings.name, set: row }),
    ...auditIfChanged(db, act),
  ])
}
