// What is posted later, in main.db. Everything but the runner's questions takes the person it belongs to.
import { and, asc, desc, eq, lte } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { drafts } from '../schema/main.ts'
import { scheduledPosts } from '../schema/main-schedule.ts'
import type { DraftRow } from './drafts.ts'

export type ScheduledRow = typeof scheduledPosts.$inferSelect

const of = (userId: number, draftId: string) =>
  and(eq(scheduledPosts.userId, userId), eq(scheduledPosts.draftId, draftId))

/** What is to be posted, or could not be, by draft. */
export async function listScheduledDrafts(
  db: MainDatabase,
  userId: number,
): Promise<Map<string, Pick<ScheduledRow, 'postAt' | 'timeZone' | 'state'>>> {
  const rows = await db.select().from(scheduledPosts).where(eq(scheduledPosts.userId, userId))
  return new Map(rows.map((row) => [row.draftId, row]))
}

/** Sets the time of a draft, also of one that has one or that failed. @param row.postAt ms */
export async function saveScheduledPost(
  db: MainDatabase,
  row: Pick<ScheduledRow, 'userId' | 'draftId' | 'postAt' | 'timeZone'>,
): Promise<void> {
  const fresh = { state: 'waiting' as const, tryAt: row.postAt, attempts: 0, failure: null, claimedUntil: 0 }
  await db
    .insert(scheduledPosts)
    .values({ ...row, ...fresh })
    .onConflictDoUpdate({
      target: [scheduledPosts.userId, scheduledPosts.draftId],
      set: { postAt: row.postAt, timeZone: row.timeZone, ...fresh },
    })
}

/** Somebody's, with their drafts: what waits and failed in the order of time, then what was posted, the newest first. */
export async function listScheduledPosts(
  db: MainDatabase,
  userId: number,
  limit: number,
): Promise<{ scheduled: ScheduledRow; draft: DraftRow }[]> {
  return db
    .select({ scheduled: scheduledPosts, draft: drafts })
    .from(scheduledPosts)
    .innerJoin(drafts, and(eq(drafts.userId, scheduledPosts.userId), eq(drafts.id, scheduledPosts.draftId)))
    .where(eq(scheduledPosts.userId, userId))
    .orderBy(asc(scheduledPosts.postAt))
    .limit(limit)
}

export async function findScheduledPost(
  db: MainDatabase,
  userId: number,
  draftId: string,
): Promise<ScheduledRow | undefined> {
  return db.select().from(scheduledPosts).where(of(userId, draftId)).get()
}

/** The zone that somebody scheduled in last. */
export async function findLastZone(db: MainDatabase, userId: number): Promise<string | undefined> {
  const row = await db
    .select({ timeZone: scheduledPosts.timeZone })
    .from(scheduledPosts)
    .where(eq(scheduledPosts.userId, userId))
    .orderBy(desc(scheduledPosts.postAt))
    .limit(1)
    .get()
  return row?.timeZone
}

/** The draft stays. @returns false when there was none */
export async function deleteScheduledPost(db: MainDatabase, userId: number, draftId: string): Promise<boolean> {
  const { rowsAffected } = await db.delete(scheduledPosts).where(of(userId, draftId))
  return rowsAffected > 0
}

/** What is due at `now` (ms) and claimed by nobody, the oldest first. */
export async function listDuePosts(db: MainDatabase, now: number, limit: number): Promise<ScheduledRow[]> {
  return db
    .select()
    .from(scheduledPosts)
    .where(
      and(eq(scheduledPosts.state, 'waiting'), lte(scheduledPosts.tryAt, now), lte(scheduledPosts.claimedUntil, now)),
    )
    .orderBy(asc(scheduledPosts.tryAt))
    .limit(limit)
}

/** @returns false when somebody else has claimed it, or its author changed it meanwhile */
export async function claimPost(db: MainDatabase, row: ScheduledRow, now: number, until: number): Promise<boolean> {
  const { rowsAffected } = await db
    .update(scheduledPosts)
    .set({ claimedUntil: until })
    .where(
      and(
        of(row.userId, row.draftId),
        eq(scheduledPosts.state, 'waiting'),
        eq(scheduledPosts.tryAt, row.tryAt),
        lte(scheduledPosts.claimedUntil, now),
      ),
    )
  return rowsAffected > 0
}

/** Notes what became of it, unless its author has cancelled it or given it another time meanwhile. */
export async function settlePost(
  db: MainDatabase,
  row: ScheduledRow,
  change: Partial<Pick<ScheduledRow, 'state' | 'tryAt' | 'attempts' | 'failure'>>,
): Promise<void> {
  await db
    .update(scheduledPosts)
    .set({ ...change, claimedUntil: 0 })
    .where(and(of(row.userId, row.draftId), eq(scheduledPosts.tryAt, row.tryAt)))
}
