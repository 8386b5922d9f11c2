// Pages of a feed that has an order of its own. Cursors name the order and the place in it.
import type { IndexDatabase } from '../client.ts'
import type { FeedItem, ItemCursor } from './feed-items.ts'
import { findRanking, type StoredRanking } from './feed-rankings.ts'
import { isRepostShown, joinRepost, repostColumns, toRepost } from './item-reposts.ts'
import { postUri, rkeySql, unpackRkey } from './packed-posts.ts'

/** Posts of an order that are still in the feed and may be shown. */
const shown = `SELECT i.post_id, a.did, ${rkeySql('p.rkey')}, ${repostColumns} FROM json_each(?) j
  CROSS JOIN feed_items i ON i.post_id = j.value AND i.feed_id = ?
  CROSS JOIN indexed_posts p ON p.id = i.post_id CROSS JOIN actors a ON a.id = p.author_id ${joinRepost}
  WHERE a.status = 'active' AND a.hidden IS NULL AND p.hidden IS NULL AND ${isRepostShown}`
/** Places looked at together: more than asked for, because some are gone. */
const more = 20
/** How far down somebody who has the page open is told of what is new. */
const top = 60

/** A cursor with a negative sort key is a place (from 1) in the order that was made then. */
export function isRankCursor({ sortKey }: ItemCursor): boolean {
  return sortKey < 0 && sortKey !== Number.MIN_SAFE_INTEGER
}

type RankedPage = { items: FeedItem[]; after: ItemCursor | undefined }

/**
 * A page of the feed in its order, after `cursor`; undefined when it has none. `after`: where the posts go on by time
 * once the order has ended, if they do.
 */
export async function listRankedItems(
  db: IndexDatabase,
  feedId: number,
  { cursor, limit }: { cursor: ItemCursor | undefined; limit: number },
): Promise<RankedPage | undefined> {
  const ranking = await findRanking(db, feedId, cursor && -cursor.sortKey)
  if (ranking === undefined) return undefined
  const items: FeedItem[] = []
  let place = cursor && isRankCursor(cursor) ? cursor.postId : 0
  const length = ranking.pinned.length + ranking.posts.length
  while (items.length < limit && place < length) {
    const found = await readPlaces(db, feedId, ranking, place, limit + more)
    items.push(...found)
    place += limit + more
  }
  const isOver = items.length < limit && ranking.goesOn
  return { items: items.slice(0, limit), after: isOver ? await findLast(db, feedId, ranking) : undefined }
}

async function readPlaces(
  db: IndexDatabase,
  feedId: number,
  { madeAt, pinned, posts }: StoredRanking,
  from: number,
  count: number,
): Promise<FeedItem[]> {
  const toItem = (uri: string, place: number) => ({ sortKey: -madeAt, postId: place, uri })
  const onTop = pinned.slice(from, from + count).map((uri, n) => toItem(uri, from + n + 1))
  const start = Math.max(0, from - pinned.length)
  const ids = posts.slice(start, start + count - onTop.length)
  if (ids.length === 0) return onTop
  const { rows } = await db.$client.execute({ sql: shown, args: [JSON.stringify(ids), feedId] })
  const found = new Map(rows.map((row) => [Number(row[0]), row]))
  const below = ids.flatMap((id, n) => {
    const row = found.get(id)
    if (row === undefined) return []
    const item = toItem(postUri(String(row[1]), unpackRkey(row[2])), pinned.length + start + n + 1)
    return [{ ...item, ...toRepost(row[3], row[4]) }]
  })
  return [...onTop, ...below]
}

async function findLast(db: IndexDatabase, feedId: number, { posts }: StoredRanking): Promise<ItemCursor | undefined> {
  const sql = 'SELECT sort_key, post_id FROM feed_items WHERE feed_id = ? AND post_id = ?'
  const { rows } = await db.$client.execute({ sql, args: [feedId, posts.at(-1) ?? 0] })
  return rows[0] && { sortKey: Number(rows[0][0]), postId: Number(rows[0][1]) }
}

/** What has come to the top of the feed since the order that `cursor` names, in the order of now. */
export async function listNewlyRanked(db: IndexDatabase, feedId: number, cursor: ItemCursor): Promise<FeedItem[]> {
  const newest = await findRanking(db, feedId)
  if (newest === undefined || newest.madeAt === -cursor.sortKey) return []
  const before = await findRanking(db, feedId, -cursor.sortKey)
  const known = new Set(before?.posts)
  const posts = newest.posts.slice(0, top)
  const items = await readPlaces(db, feedId, { ...newest, posts }, newest.pinned.length, top)
  return items.filter(({ postId }) => !known.has(posts[postId - newest.pinned.length - 1] ?? 0))
}
