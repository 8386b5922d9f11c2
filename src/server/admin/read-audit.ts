// A page of the audit log.
import { type AuditRow, listAudit, listAuditActions } from '#db/queries/audit-log.ts'
import type { AuditEntry, AuditPage } from '#types/administration.ts'
import type { WebContext } from '../context.ts'

const pageSize = 50

/** @param query `action`, `person` (a handle) and `cursor`, as they stand in the address; what makes no sense is left out */
export async function readAudit({ main }: Pick<WebContext, 'main'>, query: URLSearchParams): Promise<AuditPage> {
  const action = query.get('action') || undefined
  const person = query.get('person')?.trim().replace(/^@/, '').toLowerCase().slice(0, 300) || undefined
  const cursor = query.get('cursor') ?? ''
  const before = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
  const rows = await listAudit(main, { action, person }, { before, limit: pageSize + 1 })
  const shown = rows.slice(0, pageSize)
  return {
    entries: shown.map(toEntry),
    cursor: rows.length > pageSize ? String(shown.at(-1)?.id) : undefined,
    actions: await listAuditActions(main),
  }
}

function toEntry({ id, at, actor, action, subject, detail, address }: AuditRow): AuditEntry {
  return { id, at: new Date(at).toISOString(), actor, action, subject, detail, address: address ?? undefined }
}
