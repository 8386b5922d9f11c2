// What administrators did, in main.db: written once, never changed.
import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { auditLog } from '../schema/main-people.ts'

/** `at` in ms. */
export type AuditRow = typeof auditLog.$inferSelect

export type AuditFilter = {
  action?: string | undefined
  /** A handle, of who did it or to whom. */
  person?: string | undefined
  /** From this moment on, in ms. */
  since?: number | undefined
}

export type NewAudit = Omit<AuditRow, 'id'>

export async function insertAudit(db: MainDatabase, row: NewAudit): Promise<void> {
  await db.insert(auditLog).values(row)
}

/**
 * For a batch, right after the statement that it is about: the line is there when that has changed something, and the
 * change is there when the line is. Empty where there is none to write.
 * @param subject instead of the row's, where only the database knows it
 */
export function auditIfChanged(db: MainDatabase, row: NewAudit | undefined, subject?: SQL) {
  if (!row) return []
  return [
    db.run(sql`INSERT INTO audit_log (at, actor, actor_did, action, subject, subject_did, detail, address)
      SELECT ${row.at}, ${row.actor}, ${row.actorDid}, ${row.action}, ${subject ?? row.subject}, ${row.subjectDid},
        ${row.detail}, ${row.address} WHERE changes() > 0`),
  ]
}

/** The newest first. @param before the id that the page ended with */
export async function listAudit(
  db: MainDatabase,
  { action, person, since }: AuditFilter,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AuditRow[]> {
  const conditions: (SQL | undefined)[] = [
    action === undefined ? undefined : eq(auditLog.action, action),
    person === undefined ? undefined : or(eq(auditLog.actor, person), eq(auditLog.subject, person)),
    since === undefined ? undefined : gte(auditLog.at, since),
    before === undefined ? undefined : lt(auditLog.id, before),
  ]
  return db
    .select()
    .from(auditLog)
    .where(and(...conditions))
    .orderBy(desc(auditLog.id))
    .limit(limit)
}

/** The actions there are, in the order of the alphabet. */
export async function listAuditActions(db: MainDatabase): Promise<string[]> {
  const rows = await db.selectDistinct({ action: auditLog.action }).from(auditLog).orderBy(auditLog.action)
  return rows.map(({ action }) => action)
}
