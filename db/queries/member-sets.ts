// The people that feeds take from by the name of a set: read by both processes, changed with the other changes of the index.
import { asc, count, eq } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { memberSets, setMembers } from '../schema/index-sources.ts'
import { type Step, step } from './index-step.ts'

/** See the table. `fetchedAt` in ms, 0 before it was first read. */
export type MemberSetRow = typeof memberSets.$inferSelect
export type SetMember = { recordKey: string; did: string }

/** One thing to write about a set. */
export type MemberChange =
  | { type: 'memberSet'; set: MemberSetRow }
  | { type: 'joinSet'; setId: number; recordKey: string; did: string }
  | { type: 'leaveSet'; setId: number; recordKey: string }
  | { type: 'dropSet'; setId: number }

const upsertSet = `INSERT INTO member_sets (id, key, owner, rev, target, state, note, fetched_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, target = excluded.target, state = excluded.state,
    note = excluded.note, fetched_at = excluded.fetched_at`
const joinSet = `INSERT INTO set_members (set_id, record_key, did) SELECT ?, ?, ?
  WHERE EXISTS (SELECT 1 FROM member_sets WHERE id = ?)
  ON CONFLICT (set_id, record_key) DO UPDATE SET did = excluded.did`

/** A change as statements. */
export function memberSteps(change: MemberChange): Step[] {
  switch (change.type) {
    case 'memberSet': {
      const { id, key, owner, rev, target, state, note, fetchedAt } = change.set
      return [step(upsertSet, id, key, owner, rev, target, state, note, fetchedAt)]
    }
    case 'joinSet':
      return [step(joinSet, change.setId, change.recordKey, change.did, change.setId)]
    case 'leaveSet':
      return [step('DELETE FROM set_members WHERE set_id = ? AND record_key = ?', change.setId, change.recordKey)]
    case 'dropSet':
      return [step('DELETE FROM member_sets WHERE id = ?', change.setId)]
  }
}

/** Every set. */
export async function listMemberSets(db: IndexDatabase): Promise<MemberSetRow[]> {
  return db.select().from(memberSets).orderBy(asc(memberSets.id))
}

/** Who is in a set, with the records that say so: somebody may be in it twice. */
export async function listSetMembers(db: IndexDatabase, setId: number): Promise<SetMember[]> {
  const { recordKey, did } = setMembers
  return db.select({ recordKey, did }).from(setMembers).where(eq(setMembers.setId, setId))
}

/** Those of `dids` whom `reader` follows, as far as their follows are known here. */
export async function findFollowed(db: IndexDatabase, reader: string, dids: string[]): Promise<Set<string>> {
  const { rows } = await db.$client.execute({
    sql: `SELECT DISTINCT m.did FROM json_each(?) j CROSS JOIN member_sets s ON s.key = ?
      CROSS JOIN set_members m ON m.set_id = s.id AND m.did = j.value`,
    args: [JSON.stringify(dids), `follows:${reader}`],
  })
  return new Set(rows.map((row) => String(row[0])))
}

/** How a set stands and how many it holds, for whoever edits a feed; undefined when no feed has asked for it. */
export async function findMemberSet(
  db: IndexDatabase,
  key: string,
): Promise<(MemberSetRow & { members: number }) | undefined> {
  const set = await db.select().from(memberSets).where(eq(memberSets.key, key)).get()
  if (!set) return undefined
  const row = await db.select({ members: count() }).from(setMembers).where(eq(setMembers.setId, set.id)).get()
  return { ...set, members: row?.members ?? 0 }
}
