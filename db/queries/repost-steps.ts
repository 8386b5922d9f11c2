// What people repost, where a feed takes that → the statements that write it.
import { type Step, step } from './index-step.ts'
import { packRkey, splitUri } from './packed-posts.ts'

/** A repost by its author (a DID) and record key. */
type Named = { did: string; rkey: string }

/**
 * `awaitRepost`: its post (`subject`, a URI) has to be looked at. `placeRepost`: it was, and the post, which is kept, comes
 * into these feeds now or perhaps later; without any the repost is forgotten. `leaveReposts`: the post has changed, and
 * leaves the feeds that reposts brought it into. Times in ms.
 */
export type RepostChange =
  | ({ type: 'awaitRepost'; subject: string; createdAt: number; now: number } & Named)
  | ({ type: 'retryRepost'; retryAt: number } & Named)
  | ({ type: 'placeRepost'; subject: string; feedIds: number[]; laterIds: number[]; sortKey: number } & Named)
  | ({ type: 'removeRepost' } & Named)
  | { type: 'removeRepostsOf'; did: string }
  | { type: 'leaveReposts'; uri: string }

/** Reposts that may wait, the newest stay. */
const mostAwaited = 5000

const theActor = '(SELECT id FROM actors WHERE did = ?)'
const awaitOne = `INSERT INTO awaited_reposts (actor_id, rkey, subject, created_at, retry_at)
  SELECT a.id, ?, ?, ?, ? FROM actors a WHERE a.did = ?
    AND NOT EXISTS (SELECT 1 FROM feed_reposts r WHERE r.actor_id = a.id AND r.rkey = ?)
  ON CONFLICT DO NOTHING`
const forgetOldest = `DELETE FROM awaited_reposts
  WHERE id <= (SELECT max(id) FROM awaited_reposts) - ${mostAwaited}`
const retry = `UPDATE awaited_reposts SET attempts = attempts + 1, retry_at = ? WHERE actor_id = ${theActor} AND rkey = ?`

/** Whether an item of `feed_items` stands there by a repost. */
export const isByRepost = (item: string) => `EXISTS (SELECT 1 FROM feed_reposts r
  WHERE r.post_id = ${item}.post_id AND r.feed_id = abs(${item}.feed_id) AND r.sort_key = ${item}.sort_key)`

/** A post that is in the feed by itself stays as it is, and what was undone meanwhile waits no more. */
const note = `INSERT INTO feed_reposts (post_id, feed_id, actor_id, rkey, sort_key)
  SELECT p.id, abs(f.value), w.actor_id, w.rkey, max(?, coalesce((SELECT max(r.sort_key) + 1 FROM feed_reposts r
    WHERE r.post_id = p.id AND r.feed_id = abs(f.value)), 0))
  FROM actors a CROSS JOIN awaited_reposts w ON w.actor_id = a.id AND w.rkey = ?
  CROSS JOIN actors s ON s.did = ? CROSS JOIN indexed_posts p ON p.author_id = s.id AND p.rkey = ?
  CROSS JOIN json_each(?) f
  WHERE a.did = ? AND NOT EXISTS (SELECT 1 FROM feed_items i
    WHERE i.post_id = p.id AND i.feed_id IN (f.value, -f.value) AND NOT ${isByRepost('i')})
  ON CONFLICT DO NOTHING`
const join = `INSERT INTO feed_items (feed_id, sort_key, post_id)
  SELECT f.value, r.sort_key, r.post_id
  FROM actors a CROSS JOIN feed_reposts r ON r.actor_id = a.id AND r.rkey = ?
  CROSS JOIN json_each(?) f ON abs(f.value) = r.feed_id
  WHERE a.did = ?
    AND NOT EXISTS (SELECT 1 FROM feed_items i WHERE i.post_id = r.post_id AND i.feed_id IN (f.value, -f.value))
  ON CONFLICT DO NOTHING RETURNING feed_id`
const awaitNoMore = `DELETE FROM awaited_reposts WHERE actor_id = ${theActor} AND rkey = ?`
const isNowhere = 'NOT EXISTS (SELECT 1 FROM feed_items WHERE post_id = indexed_posts.id)'
const dropPost = `DELETE FROM indexed_posts WHERE author_id = ${theActor} AND rkey = ? AND ${isNowhere}`

export function repostSteps(change: RepostChange): Step[] {
  switch (change.type) {
    case 'awaitRepost': {
      const rkey = packRkey(change.rkey)
      const { subject, createdAt, now, did } = change
      return [step(awaitOne, rkey, subject, createdAt, now, did, rkey), step(forgetOldest)]
    }
    case 'retryRepost':
      return [step(retry, change.retryAt, change.did, packRkey(change.rkey))]
    case 'placeRepost':
      return place(change)
    case 'removeRepost':
      return remove('= ?', [change.did, packRkey(change.rkey)])
    case 'removeRepostsOf':
      return remove('IS NOT NULL', [change.did])
    case 'leaveReposts':
      return leave(change.uri)
  }
}

function place({ did, rkey, subject, feedIds, laterIds, sortKey }: RepostChange & { type: 'placeRepost' }): Step[] {
  const { did: author, rkey: post } = splitUri(subject)
  const [key, postKey] = [packRkey(rkey), packRkey(post)]
  const feeds = JSON.stringify([...feedIds, ...laterIds.map((feedId) => -feedId)])
  return [
    step(note, sortKey, key, author, postKey, feeds, did),
    { ...step(join, key, feeds, did), joins: true },
    step(awaitNoMore, did, key),
    step(dropPost, author, postKey),
  ]
}

/** The next repost of a post takes the place of one that is gone; without any the post goes. @param which record keys */
function remove(which: string, args: (bigint | string)[]): Step[] {
  const those = (table: string) => `${table}.actor_id = ${theActor} AND ${table}.rkey ${which}`
  const posts = `SELECT r.post_id FROM feed_reposts r WHERE ${those('r')}`
  const isHere = `feed_items.post_id IN (${posts}) AND EXISTS (SELECT 1 FROM feed_reposts m WHERE ${those('m')}
    AND m.post_id = feed_items.post_id AND m.feed_id = abs(feed_items.feed_id) AND m.sort_key = feed_items.sort_key)`
  const others = `FROM feed_reposts o WHERE o.post_id = feed_items.post_id AND o.feed_id = abs(feed_items.feed_id)
    AND NOT (${those('o')})`
  return [
    step(
      `UPDATE feed_items SET sort_key = (SELECT min(o.sort_key) ${others}) WHERE ${isHere} AND EXISTS (SELECT 1 ${others})`,
      ...[...args, ...args, ...args, ...args],
    ),
    step(`DELETE FROM feed_items WHERE ${isHere}`, ...args, ...args),
    step(`DELETE FROM indexed_posts WHERE id IN (${posts}) AND ${isNowhere}`, ...args),
    step(`DELETE FROM feed_reposts WHERE ${those('feed_reposts')}`, ...args),
    step(`DELETE FROM awaited_reposts WHERE ${those('awaited_reposts')}`, ...args),
  ]
}

function leave(uri: string): Step[] {
  const { did, rkey } = splitUri(uri)
  const args = [did, packRkey(rkey)]
  const thePost = `(SELECT id FROM indexed_posts WHERE author_id = ${theActor} AND rkey = ?)`
  return [
    step(`DELETE FROM feed_items WHERE post_id = ${thePost} AND ${isByRepost('feed_items')}`, ...args),
    step(`DELETE FROM feed_reposts WHERE post_id = ${thePost}`, ...args),
  ]
}
