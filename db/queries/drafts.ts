// What people are writing, in main.db. Everything takes the person it belongs to.
import { and, desc, eq, gt, isNotNull, isNull, lt } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { drafts, writingLanguages } from '../schema/main.ts'

export type DraftRow = typeof drafts.$inferSelect

const of = (userId: number, id: string) => and(eq(drafts.userId, userId), eq(drafts.id, id))

export async function findDraft(db: MainDatabase, userId: number, id: string): Promise<DraftRow | undefined> {
  return db.select().from(drafts).where(of(userId, id)).get()
}

/** Those that are not posted, the one changed last first. */
export async function listDrafts(db: MainDatabase, userId: number, limit: number): Promise<DraftRow[]> {
  return db
    .select()
    .from(drafts)
    .where(and(eq(drafts.userId, userId), isNull(drafts.postedAt)))
    .orderBy(desc(drafts.updatedAt), desc(drafts.id))
    .limit(limit)
}

/** Those that were posted after `since` (ms). */
export async function listPostedDrafts(db: MainDatabase, userId: number, since: number): Promise<DraftRow[]> {
  return db
    .select()
    .from(drafts)
    .where(and(eq(drafts.userId, userId), gt(drafts.postedAt, since)))
    .orderBy(desc(drafts.postedAt))
    .limit(100)
}

/** How many wait to be posted. */
export async function countDrafts(db: MainDatabase, userId: number): Promise<number> {
  return db.$count(drafts, and(eq(drafts.userId, userId), isNull(drafts.postedAt)))
}

/** @returns false when there is one of this id already */
export async function insertDraft(db: MainDatabase, row: DraftRow): Promise<boolean> {
  const { rowsAffected } = await db.insert(drafts).values(row).onConflictDoNothing()
  return rowsAffected > 0
}

/**
 * Replaces what the version `version` says.
 * @returns false when it is another version by now, posted or gone
 */
export async function updateDraft(
  db: MainDatabase,
  { userId, id, version }: { userId: number; id: string; version: number },
  row: Pick<DraftRow, 'content' | 'replyUri' | 'updatedAt'>,
): Promise<boolean> {
  const { rowsAffected } = await db
    .update(drafts)
    .set(row)
    .where(and(of(userId, id), eq(drafts.updatedAt, version), isNull(drafts.postedAt)))
  return rowsAffected > 0
}

export async function noteDraftPosted(db: MainDatabase, userId: number, id: string, now: number): Promise<void> {
  await db.update(drafts).set({ postedAt: now }).where(of(userId, id))
}

export async function deleteDraft(db: MainDatabase, userId: number, id: string): Promise<void> {
  await db.delete(drafts).where(of(userId, id))
}

/** Forgets what was posted before `before`. What waits to be posted is never forgotten. */
export async function forgetPostedDrafts(db: MainDatabase, userId: number, before: number): Promise<void> {
  await db.delete(drafts).where(and(eq(drafts.userId, userId), isNotNull(drafts.postedAt), lt(drafts.postedAt, before)))
}

/** The languages somebody wrote in last. */
export async function findWritingLanguages(db: MainDatabase, userId: number): Promise<string[] | undefined> {
  const row = await db.select().from(writingLanguages).where(eq(writingLanguages.userId, userId)).get()
  return row?.langs
}

export async function keepWritingLanguages(db: MainDatabase, userId: number, langs: string[]): Promise<void> {
  await db
    .insert(writingLanguages)
    .values({ userId, langs })
    .onConflictDoUpdate({ target: writingLanguages.userId, set: { langs } })
}
