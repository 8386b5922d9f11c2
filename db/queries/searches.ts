// What people searched for lately and what they saved, in main.db. Everything takes the person it belongs to.
import { and, desc, eq, notInArray, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { recentSearches, savedSearches } from '../schema/main.ts'
import { askPlainly } from './ask-plainly.ts'

export type SavedSearchRow = { id: number; name: string; query: string; createdAt: number }

/** The newest first. */
export async function listRecentSearches(db: MainDatabase, userId: number): Promise<string[]> {
  const rows = await newestOf(db, userId)
  return rows.map(({ query }) => query)
}

/** Notes a search; of all that were noted the `most` newest stay. */
export async function noteRecentSearch(
  db: MainDatabase,
  { userId, query, now, most }: { userId: number; query: string; now: number; most: number },
): Promise<void> {
  await db.batch([
    db
      .insert(recentSearches)
      .values({ userId, query, searchedAt: now })
      .onConflictDoUpdate({ target: [recentSearches.userId, recentSearches.query], set: { searchedAt: now } }),
    db
      .delete(recentSearches)
      .where(
        and(eq(recentSearches.userId, userId), notInArray(recentSearches.query, newestOf(db, userId).limit(most))),
      ),
  ])
}

/** Forgets one search, or all of them. */
export async function forgetRecentSearches(db: MainDatabase, userId: number, query?: string): Promise<void> {
  const own = eq(recentSearches.userId, userId)
  await db.delete(recentSearches).where(query === undefined ? own : and(own, eq(recentSearches.query, query)))
}

const savedBy = `SELECT id, name, query, created_at AS createdAt FROM saved_searches WHERE user_id = ?
  ORDER BY created_at, id`

/** In the order they were saved. */
export function listSavedSearches(db: MainDatabase, userId: number): Promise<SavedSearchRow[]> {
  return askPlainly(db, savedBy, [userId])
}

/** A person's own; undefined when there is none or it is somebody else's. */
export async function findSavedSearch(
  db: MainDatabase,
  userId: number,
  id: number,
): Promise<SavedSearchRow | undefined> {
  return selectSaved(db)
    .where(and(eq(savedSearches.id, id), eq(savedSearches.userId, userId)))
    .get()
}

/**
 * Saves a search, in one statement, so that nobody gets past the limit.
 * @returns its id; undefined when the person has `most` already
 */
export async function insertSavedSearch(
  db: MainDatabase,
  search: { userId: number; name: string; query: string; createdAt: number },
  most: number,
): Promise<number | undefined> {
  const { userId, name, query, createdAt } = search
  const count = sql`(SELECT count(*) FROM ${savedSearches} WHERE ${savedSearches.userId} = ${userId})`
  const [row] = await db.all<{ id: number }>(
    sql`INSERT INTO ${savedSearches} (user_id, name, query, created_at) SELECT ${userId}, ${name}, ${query}, ${createdAt} WHERE ${count} < ${most} RETURNING id`,
  )
  return row?.id
}

/** Gives a saved search another name and other words. */
export async function updateSavedSearch(
  db: MainDatabase,
  { id, userId, name, query }: { id: number; userId: number; name: string; query: string },
): Promise<void> {
  await db
    .update(savedSearches)
    .set({ name, query })
    .where(and(eq(savedSearches.id, id), eq(savedSearches.userId, userId)))
}

export async function deleteSavedSearch(db: MainDatabase, userId: number, id: number): Promise<void> {
  await db.delete(savedSearches).where(and(eq(savedSearches.id, id), eq(savedSearches.userId, userId)))
}

function newestOf(db: MainDatabase, userId: number) {
  return db
    .select({ query: recentSearches.query })
    .from(recentSearches)
    .where(eq(recentSearches.userId, userId))
    .orderBy(desc(recentSearches.searchedAt), desc(recentSearches.query))
    .$dynamic()
}

function selectSaved(db: MainDatabase) {
  const { id, name, query, createdAt } = savedSearches
  return db.select({ id, name, query, createdAt }).from(savedSearches)
}
