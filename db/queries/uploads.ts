// Files that people have added to what they write, in main.db. Everything takes the person they belong to.
import { and, asc, eq, inArray, isNull, lt, notExists, or, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { drafts, uploads } from '../schema/main.ts'
import { feeds } from '../schema/main-feeds.ts'

export type UploadRow = typeof uploads.$inferSelect
export type NewUpload = typeof uploads.$inferInsert
type Change = Partial<Pick<UploadRow, 'mime' | 'bytes' | 'width' | 'height' | 'durationMs'>> &
  Partial<Pick<UploadRow, 'state' | 'progress' | 'problem' | 'jobId' | 'blob' | 'sentTo'>>

export async function insertUpload(db: MainDatabase, row: NewUpload): Promise<void> {
  await db.insert(uploads).values(row)
}

/** A person's own; undefined when there is none or it is somebody else's. */
export async function findUpload(db: MainDatabase, userId: number, id: string): Promise<UploadRow | undefined> {
  return db.select().from(uploads).where(own(userId, id)).get()
}

/** Those of `ids` that are the person's, in no order. */
export async function listUploads(db: MainDatabase, userId: number, ids: string[]): Promise<UploadRow[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(uploads)
    .where(and(eq(uploads.userId, userId), inArray(uploads.id, ids)))
}

/** How many files a person has here, and their bytes. */
export async function weighUploads(db: MainDatabase, userId: number): Promise<{ count: number; bytes: number }> {
  const [row] = await db
    .select({ count: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${uploads.bytes}), 0)` })
    .from(uploads)
    .where(eq(uploads.userId, userId))
  return row ?? { count: 0, bytes: 0 }
}

export async function changeUpload(db: MainDatabase, userId: number, id: string, change: Change): Promise<void> {
  await db.update(uploads).set(change).where(own(userId, id))
}

/** Notes that these were looked at. */
export async function touchUploads(db: MainDatabase, userId: number, ids: string[], now: number): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(uploads)
    .set({ usedAt: now })
    .where(and(eq(uploads.userId, userId), inArray(uploads.id, ids)))
}

export async function deleteUploads(db: MainDatabase, userId: number, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await db.delete(uploads).where(and(eq(uploads.userId, userId), inArray(uploads.id, ids)))
}

/** Those of `ids` that are the person's and that nothing they still write, and no feed of theirs, names. */
export async function listFree(db: MainDatabase, userId: number, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(
      and(
        eq(uploads.userId, userId),
        inArray(uploads.id, ids),
        notExists(namingDrafts(db)),
        notExists(namingFeeds(db)),
      ),
    )
  return rows.map(({ id }) => id)
}

/**
 * At most `most` files that nobody has looked at since `before` (ms), or, where no draft names them, since
 * `freeBefore`; the oldest first. Pictures of feeds are in use.
 */
export async function listUnused(
  db: MainDatabase,
  { before, freeBefore, most }: { before: number; freeBefore: number; most: number },
): Promise<UploadRow[]> {
  const isFree = and(lt(uploads.usedAt, freeBefore), notExists(namingDrafts(db)))
  return db
    .select()
    .from(uploads)
    .where(and(notExists(namingFeeds(db)), or(lt(uploads.usedAt, before), isFree)))
    .orderBy(asc(uploads.usedAt))
    .limit(most)
}

/** Which of `ids` are known, whoever they belong to. */
export async function knownUploads(db: MainDatabase, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.select({ id: uploads.id }).from(uploads).where(inArray(uploads.id, ids))
  return new Set(rows.map(({ id }) => id))
}

/** Ids are random, so that a draft which holds one anywhere names it. */
function namingDrafts(db: MainDatabase) {
  const names = sql`instr(${drafts.content}, ${uploads.id}) > 0`
  return db
    .select({ id: drafts.id })
    .from(drafts)
    .where(and(eq(drafts.userId, uploads.userId), isNull(drafts.postedAt), names))
}

/** The picture of a feed stays as long as the feed. */
function namingFeeds(db: MainDatabase) {
  return db
    .select({ id: feeds.id })
    .from(feeds)
    .where(and(eq(feeds.ownerId, uploads.userId), eq(feeds.avatar, uploads.id)))
}

function own(userId: number, id: string) {
  return and(eq(uploads.id, id), eq(uploads.userId, userId))
}
