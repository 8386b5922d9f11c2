// What feeds were before their changes, in main.db. Everything takes the owner.
import { and, desc, eq, getTableColumns, max } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { feeds, feedVersions } from '../schema/main-feeds.ts'

/** `createdAt` is when the change came that ended it, in ms; `definition` the whole document as it was. */
export type FeedVersionRow = typeof feedVersions.$inferSelect

function selectOwn(db: MainDatabase) {
  return db.select(getTableColumns(feedVersions)).from(feedVersions).innerJoin(feeds, eq(feeds.id, feedVersions.feedId))
}

/** Those of an own feed, the newest first; none of somebody else's. */
export async function listFeedVersions(db: MainDatabase, ownerId: number, id: number): Promise<FeedVersionRow[]> {
  return selectOwn(db)
    .where(and(eq(feeds.ownerId, ownerId), eq(feedVersions.feedId, id)))
    .orderBy(desc(feedVersions.version))
}

export async function findFeedVersion(
  db: MainDatabase,
  ownerId: number,
  id: number,
  version: number,
): Promise<FeedVersionRow | undefined> {
  return selectOwn(db)
    .where(and(eq(feeds.ownerId, ownerId), eq(feedVersions.feedId, id), eq(feedVersions.version, version)))
    .get()
}

/** The number that the next version of a feed gets. Numbers are never used again. */
export async function nextFeedVersion(db: MainDatabase, id: number): Promise<number> {
  const row = await db
    .select({ newest: max(feedVersions.version) })
    .from(feedVersions)
    .where(eq(feedVersions.feedId, id))
    .get()
  return (row?.newest ?? 0) + 1
}
