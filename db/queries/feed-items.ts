// Pages of a feed from index.db, newest first by `(sort_key, post_id)`: equal times are never skipped.
import { and, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { actors, feedItems, indexedPosts } from '../schema/index.ts'

/** A place between two items. `sortKey` is in ms. */
export type ItemCursor = { sortKey: number; postId: number }
export type FeedItem = ItemCursor & { uri: string }

// Row values: SQLite walks the index for them, where `or` would make it sort (sqlite.org/rowvalue.html §2.2).
function olderThan({ sortKey, postId }: ItemCursor): SQL {
  return sql`(${feedItems.sortKey}, ${feedItems.postId}) < (${sortKey}, ${postId})`
}

function newerThan({ sortKey, postId }: ItemCursor): SQL {
  return sql`(${feedItems.sortKey}, ${feedItems.postId}) > (${sortKey}, ${postId})`
}

/** Authors who are gone, deactivated or taken down are in no page. */
function selectItems(db: IndexDatabase, feedId: number, where: SQL | undefined) {
  return db
    .select({ sortKey: feedItems.sortKey, postId: feedItems.postId, uri: indexedPosts.uri })
    .from(feedItems)
    .innerJoin(indexedPosts, eq(indexedPosts.id, feedItems.postId))
    .innerJoin(actors, eq(actors.did, indexedPosts.authorDid))
    .where(and(eq(feedItems.feedId, feedId), eq(actors.status, 'active'), where))
    .orderBy(desc(feedItems.sortKey), desc(feedItems.postId))
}

/** Up to `limit` items older than `cursor`, or the newest ones. */
export async function listFeedItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, limit }: { cursor: ItemCursor | undefined; limit: number },
): Promise<FeedItem[]> {
  return selectItems(db, feedId, cursor && olderThan(cursor)).limit(limit)
}

/** Up to `limit` items newer than `cursor`, the newest first. When there are more, the older ones are left out. */
export async function listNewerItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, limit }: { cursor: ItemCursor; limit: number },
): Promise<FeedItem[]> {
  return selectItems(db, feedId, newerThan(cursor)).limit(limit)
}

/** How many items each of `feedIds` has, counted up to `most`: a feed may hold millions, and a page waits for this. */
export async function countFeedItems(db: IndexDatabase, feedIds: number[], most: number): Promise<Map<number, number>> {
  const counts = feedIds.map(async (feedId): Promise<[number, number]> => {
    const some = db.select({ id: feedItems.postId }).from(feedItems).where(eq(feedItems.feedId, feedId)).limit(most)
    const row = await db.select({ items: count() }).from(some.as('some')).get()
    return [feedId, row?.items ?? 0]
  })
  return new Map(await Promise.all(counts))
}

/** How many items are newer than `cursor`, counted up to `most`. */
export async function countNewerItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, most }: { cursor: ItemCursor; most: number },
): Promise<number> {
  const newer = selectItems(db, feedId, newerThan(cursor)).limit(most).as('newer')
  const row = await db.select({ items: sql<number>`count(*)` }).from(newer).get()
  return row?.items ?? 0
}

export type IndexedPost = typeof indexedPosts.$inferSelect

/** The rows of posts by URI. */
export async function findIndexedPosts(db: IndexDatabase, uris: string[]): Promise<IndexedPost[]> {
  if (uris.length === 0) return []
  return db.select().from(indexedPosts).where(inArray(indexedPosts.uri, uris))
}
