// Posts of feeds with what they have got: for whoever judges and ranks them again.
import type { InValue } from '@libsql/client'
import type { IndexDatabase } from '../client.ts'
import type { CountedKind } from './engagement-steps.ts'
import { type IndexedPost, indexedPostColumns, toIndexedPost } from './indexed-posts.ts'
import { isRepostShown, joinRepost, repostColumns, toRepost } from './item-reposts.ts'

/** `feedId` is negative while the post waits for the feed; `repost` is what it stands there by, if not by itself. */
export type StoredItem = {
  feedId: number
  sortKey: number
  post: IndexedPost
  counts: Record<CountedKind, number>
  repost?: { uri: string; did: string; createdAt: number }
}

const select = (from: string, rest: string) => `SELECT i.feed_id, i.sort_key, coalesce(e.likes, 0) AS likes,
    coalesce(e.reposts, 0) AS reposts, coalesce(e.replies, 0) AS replies, coalesce(e.quotes, 0) AS quotes,
    ${indexedPostColumns}, ${repostColumns}
  FROM ${from} CROSS JOIN indexed_posts p ON p.id = i.post_id CROSS JOIN actors a ON a.id = p.author_id
  LEFT JOIN post_engagement e ON e.post_id = p.id ${joinRepost} ${rest}`
const byPost = select('json_each(?) j CROSS JOIN feed_items i ON i.post_id = j.value', '')
const shown = `a.status = 'active' AND a.hidden IS NULL AND p.hidden IS NULL AND ${isRepostShown}`
const newest = select(
  'feed_items i',
  `WHERE i.feed_id = ? AND (i.sort_key, i.post_id) < (?, ?) AND i.sort_key >= ? AND ${shown}
  ORDER BY i.sort_key DESC, i.post_id DESC LIMIT ?`,
)
const between = select(
  'feed_items i',
  `WHERE i.feed_id = ? AND (i.sort_key, i.post_id) > (?, ?) AND i.sort_key <= ?
  ORDER BY i.sort_key, i.post_id LIMIT ?`,
)

async function read(db: IndexDatabase, sql: string, args: InValue[]): Promise<StoredItem[]> {
  const { rows } = await db.$client.execute({ sql, args })
  return rows.map((row) => {
    const sortKey = Number(row.sort_key)
    const { repost } = toRepost(row.reposter, row.repost)
    return {
      feedId: Number(row.feed_id),
      sortKey,
      post: toIndexedPost(row),
      counts: {
        likes: Number(row.likes),
        reposts: Number(row.reposts),
        replies: Number(row.replies),
        quotes: Number(row.quotes),
      },
      ...(repost ? { repost: { ...repost, createdAt: sortKey } } : {}),
    }
  })
}

/** Every place that these posts have in feeds, or wait for. */
export async function listItemsOfPosts(db: IndexDatabase, postIds: number[]): Promise<StoredItem[]> {
  return read(db, byPost, [JSON.stringify(postIds)])
}

/** The newest posts of `dids` that are in feeds or wait for one: ids. */
export async function listItemsBy(db: IndexDatabase, dids: string[], limit: number): Promise<number[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT DISTINCT p.id FROM json_each(?) j CROSS JOIN actors a ON a.did = j.value
      CROSS JOIN indexed_posts p ON p.author_id = a.id CROSS JOIN feed_items i ON i.post_id = p.id
      ORDER BY p.id DESC LIMIT ?`,
    args: [JSON.stringify(dids), limit],
  })
  return rows.map((row) => Number(row[0]))
}

type Place = { sortKey: number; postId: number }

/** Up to `limit` items of a feed that are older than `before`, and not older than `since` ms, the newest first. */
export async function listRankable(
  db: IndexDatabase,
  feedId: number,
  { before, since, limit }: { before: Place | undefined; since: number; limit: number },
): Promise<StoredItem[]> {
  const { sortKey, postId } = before ?? { sortKey: Number.MAX_SAFE_INTEGER, postId: 0 }
  return read(db, newest, [feedId, sortKey, postId, since, limit])
}

/** Up to `limit` items after `after` with a time up to `until` ms, the oldest first. */
export async function listAged(
  db: IndexDatabase,
  feedId: number,
  { after, until, limit }: { after: Place; until: number; limit: number },
): Promise<StoredItem[]> {
  return read(db, between, [feedId, after.sortKey, after.postId, until, limit])
}
