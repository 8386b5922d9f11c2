// Pages of a feed from index.db: in its own order, or newest first by `(sort_key, post_id)`, so that equal times are
// never skipped.
import type { InValue } from '@libsql/client'
import type { IndexDatabase } from '../client.ts'
import { isRepostShown, joinRepost, repostColumns, toRepost } from './item-reposts.ts'
import { postUri, rkeySql, unpackRkey } from './packed-posts.ts'
import { isRankCursor, listNewlyRanked, listRankedItems } from './ranked-items.ts'

/** A place between two items. `sortKey` is in ms; a negative one is of a feed with an order of its own. */
export type ItemCursor = { sortKey: number; postId: number }
/** `repost` is what brought the post into the feed, where it did not come by itself: its URI, and whose it is. */
export type FeedItem = ItemCursor & { uri: string; repost?: { uri: string; did: string } }

// Row values: SQLite walks the index for them, where `or` would make it sort (sqlite.org/rowvalue.html §2.2). CROSS JOIN
// keeps the order of the tables. Authors who are gone, deactivated or taken down are in no page, nor what such people repost.
const selectPosts = (where: string, columns: string, join = '') => `SELECT ${columns} FROM feed_items i
  CROSS JOIN indexed_posts p ON p.id = i.post_id CROSS JOIN actors a ON a.id = p.author_id ${join}
  WHERE i.feed_id = ? AND a.status = 'active' AND a.hidden IS NULL AND p.hidden IS NULL ${where}
  ORDER BY i.sort_key DESC, i.post_id DESC LIMIT ?`
const selectItems = (where: string, columns: string) =>
  selectPosts(`AND ${isRepostShown} ${where}`, columns, joinRepost)
const itself = `i.sort_key, i.post_id, a.did, ${rkeySql('p.rkey')}`
const shown = `${itself}, ${repostColumns}`
const below = 'AND (i.sort_key, i.post_id) < (?, ?)'
const newest = selectItems('', shown)
const older = selectItems(below, shown)
const newestPosts = selectPosts('', itself)
const olderPosts = selectPosts(below, itself)
const newer = selectItems('AND (i.sort_key, i.post_id) > (?, ?)', shown)
const countNewer = `SELECT count(*) FROM (${selectItems('AND (i.sort_key, i.post_id) > (?, ?)', '1')})`
const countSome = 'SELECT count(*) FROM (SELECT 1 FROM feed_items WHERE feed_id = ? LIMIT ?)'

async function readItems(db: IndexDatabase, sql: string, ...args: InValue[]): Promise<FeedItem[]> {
  const { rows } = await db.$client.execute({ sql, args })
  return rows.map((row) => ({
    sortKey: Number(row[0]),
    postId: Number(row[1]),
    uri: postUri(String(row[2]), unpackRkey(row[3])),
    ...toRepost(row[4], row[5]),
  }))
}

async function readCount(db: IndexDatabase, sql: string, ...args: InValue[]): Promise<number> {
  const { rows } = await db.$client.execute({ sql, args })
  return Number(rows[0]?.[0] ?? 0)
}

/** `hasReposts` is false for a feed that takes none: nobody has to look for them. */
type PageOf = { cursor: ItemCursor | undefined; limit: number; hasReposts?: boolean }

/** Up to `limit` items after `cursor`, or the first ones. A cursor of an order that is gone goes on in the next one. */
export async function listFeedItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, limit, hasReposts = true }: PageOf,
): Promise<FeedItem[]> {
  if (cursor === undefined || isRankCursor(cursor)) {
    const ranked = await listRankedItems(db, feedId, { cursor, limit })
    if (ranked) return ranked.after ? [...ranked.items, ...(await listRest(db, feedId, ranked, limit))] : ranked.items
  }
  if (cursor === undefined) return readItems(db, hasReposts ? newest : newestPosts, feedId, limit)
  return readItems(db, hasReposts ? older : olderPosts, feedId, cursor.sortKey, cursor.postId, limit)
}

async function listRest(
  db: IndexDatabase,
  feedId: number,
  { items, after }: { items: FeedItem[]; after: ItemCursor | undefined },
  limit: number,
): Promise<FeedItem[]> {
  return listFeedItems(db, feedId, { cursor: after, limit: limit - items.length })
}

/** Up to `limit` items newer than `cursor`, the newest first. When there are more, the older ones are left out. */
export async function listNewerItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, limit }: { cursor: ItemCursor; limit: number },
): Promise<FeedItem[]> {
  if (isRankCursor(cursor)) return (await listNewlyRanked(db, feedId, cursor)).slice(0, limit)
  return readItems(db, newer, feedId, cursor.sortKey, cursor.postId, limit)
}

/** How many items each of `feedIds` has, counted up to `most`: a feed may hold millions, and a page waits for this. */
export async function countFeedItems(db: IndexDatabase, feedIds: number[], most: number): Promise<Map<number, number>> {
  const counts = feedIds.map(
    async (feedId): Promise<[number, number]> => [feedId, await readCount(db, countSome, feedId, most)],
  )
  return new Map(await Promise.all(counts))
}

/** How many items are newer than `cursor`, counted up to `most`. */
export async function countNewerItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, most }: { cursor: ItemCursor; most: number },
): Promise<number> {
  if (isRankCursor(cursor)) return Math.min(most, (await listNewlyRanked(db, feedId, cursor)).length)
  return readCount(db, countNewer, feedId, cursor.sortKey, cursor.postId, most)
}
