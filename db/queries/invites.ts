// Invitations of main.db. Codes are random, so a plain hash of them is enough.
import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { users } from '../schema/main.ts'
import { invites } from '../schema/main-people.ts'
import { auditIfChanged, type NewAudit } from './audit-log.ts'

export type InviteRow = typeof invites.$inferSelect

export async function insertInvite(
  db: MainDatabase,
  invite: Pick<InviteRow, 'codeHash' | 'note' | 'role' | 'madeBy' | 'createdAt' | 'expiresAt'>,
  act: NewAudit,
): Promise<number> {
  const number = invite.note === '' ? sql`'invitation ' || last_insert_rowid()` : undefined
  const [[row]] = await db.batch([
    db.insert(invites).values(invite).returning({ id: invites.id }),
    ...auditIfChanged(db, act, number),
  ])
  return row?.id ?? 0
}

/** Those that can still be used and those that were used or ended after `since` (ms), the newest first. */
export async function listInvites(db: MainDatabase, since: number): Promise<InviteRow[]> {
  return db.select().from(invites).where(gt(invites.expiresAt, since)).orderBy(desc(invites.id)).limit(200)
}

/** The one with this hash that can still be used at `now`. */
export async function findOpenInvite(db: MainDatabase, codeHash: string, now: number): Promise<InviteRow | undefined> {
  return db.select().from(invites).where(isOpen(codeHash, now)).get()
}

/** Whom it is for. */
export async function findInviteNote(db: MainDatabase, id: number): Promise<string | undefined> {
  return (await db.select({ note: invites.note }).from(invites).where(eq(invites.id, id)).get())?.note
}

/** @returns whether there was one that nobody has used */
export async function deleteOpenInvite(db: MainDatabase, id: number, act: NewAudit): Promise<boolean> {
  const [gone] = await db.batch([
    db
      .delete(invites)
      .where(and(eq(invites.id, id), isNull(invites.usedAt)))
      .returning({ id: invites.id }),
    ...auditIfChanged(db, act),
  ])
  return gone.length > 0
}

/**
 * Takes somebody new in with an invitation, which is used by that.
 * @returns their id, or undefined when it cannot be used any more
 */
export async function recordInvited(
  db: MainDatabase,
  person: { did: string; handle: string },
  { codeHash, now }: { codeHash: string; now: number },
): Promise<number | undefined> {
  const [, used] = await db.batch([
    db.run(sql`INSERT INTO users (did, handle, role, created_at, last_signed_in_at)
      SELECT ${person.did}, ${person.handle}, role, ${now}, ${now} FROM invites
      WHERE code_hash = ${codeHash} AND used_at IS NULL AND expires_at > ${now}
      ON CONFLICT (did) DO UPDATE SET handle = excluded.handle, last_signed_in_at = excluded.last_signed_in_at`),
    db
      .update(invites)
      .set({ usedAt: now, usedBy: person.handle })
      .where(isOpen(codeHash, now))
      .returning({ id: invites.id }),
  ])
  if (used.length === 0) return undefined
  return (await db.select({ id: users.id }).from(users).where(eq(users.did, person.did)).get())?.id
}

/** Those that ended long ago go. */
export async function deleteOldInvites(db: MainDatabase, before: number): Promise<void> {
  await db.delete(invites).where(lt(invites.expiresAt, before))
}

function isOpen(codeHash: string, now: number) {
  return and(eq(invites.codeHash, codeHash), isNull(invites.usedAt), gt(invites.expiresAt, now))
}
