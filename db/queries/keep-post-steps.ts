// A post that feeds keep → the statements that write it.
import { type Step, step } from './index-step.ts'
import { packCid, packLabels, packRkey, splitUri } from './packed-posts.ts'
import { packBody } from './post-body.ts'
import { isByRepost } from './repost-steps.ts'
import { shortDid } from './window-steps.ts'

/** A post as it is kept. Times in ms. Its author's row must be there, or be written before it. */
export type PostRow = {
  uri: string
  cid: string
  authorDid: string
  text: string
  facets: unknown
  langs: string[]
  labels: string[]
  embeds: unknown
  reply: { root: string; parent: string } | undefined
  /** Hashtags, in the text and outside. */
  tags?: string[]
  createdAt: number
  indexedAt: number
}

/** `feedIds`: the feeds that the post is in from now on; `laterIds`: those that it may still come into. */
export type KeepPost = { type: 'keepPost'; post: PostRow; feedIds: number[]; laterIds?: number[]; sortKey: number }

/** The times are in the body: columns with 0 take no bytes. */
const upsertPosts = `INSERT INTO indexed_posts (author_id, rkey, cid, text, labels, created_at, indexed_at)
  SELECT a.id, j.value ->> 1, unhex(j.value ->> 2), unhex(j.value ->> 3), j.value ->> 4, 0, 0
  FROM json_each(?) j CROSS JOIN actors a ON a.did = j.value ->> 0 WHERE true
  ON CONFLICT (author_id, rkey) DO UPDATE SET cid = excluded.cid, text = excluded.text, langs = NULL,
    labels = excluded.labels, parts = NULL`
const thePosts = `json_each(?) j CROSS JOIN actors a ON a.did = j.value ->> 0
  CROSS JOIN indexed_posts p ON p.author_id = a.id AND p.rkey = j.value ->> 1`
/** What the window has counted for them, when a feed takes them later. */
const inheritCounts = `INSERT INTO post_engagement (post_id, likes, reposts, replies, quotes)
  SELECT p.id, w.likes, w.reposts, w.replies, w.quotes FROM ${thePosts}
  CROSS JOIN window_posts w ON w.did = j.value ->> 2 AND w.rkey = j.value ->> 1
    AND w.likes + w.reposts + w.replies + w.quotes > 0
  WHERE true ON CONFLICT DO NOTHING`
/** What stands in a feed by a repost stays, unless the feed takes the post itself from now on. */
const leaveFeeds = `DELETE FROM feed_items WHERE (post_id, feed_id) IN (
  SELECT i.post_id, i.feed_id FROM ${thePosts} CROSS JOIN feed_items i ON i.post_id = p.id
  WHERE (i.feed_id IN (SELECT value FROM json_each(j.value ->> 4))) = ${isByRepost('i')})`
const joinFeeds = `INSERT INTO feed_items (feed_id, sort_key, post_id)
  SELECT f.value, j.value ->> 3, p.id FROM ${thePosts} CROSS JOIN json_each(j.value ->> 4) f
  WHERE true ON CONFLICT DO NOTHING RETURNING feed_id`

/** The posts as they are now, in these feeds and in no others. Each is of another address. */
export function keepPostSteps(posts: KeepPost[]): Step[] {
  const keys = `[${posts.map(toKey).join()}]`
  return [
    step(upsertPosts, `[${posts.map(toRow).join()}]`),
    step(inheritCounts, keys),
    step(leaveFeeds, keys),
    { ...step(joinFeeds, keys), joins: true },
  ]
}

/** By hand, because a record key may be an integer of 64 bits. */
function startOf({ post }: KeepPost): string {
  const { did, rkey } = splitUri(post.uri)
  const key = packRkey(rkey)
  return `[${JSON.stringify(did)},${typeof key === 'bigint' ? key : JSON.stringify(key)},`
}

function toRow(change: KeepPost): string {
  const { post } = change
  const body = packBody({ ...post, embed: post.embeds }, packRkey(splitUri(post.uri).rkey), post)
  const columns = [packCid(post.cid)?.toString('hex') ?? '', body.toString('hex'), packLabels(post.labels)]
  return `${startOf(change)}${JSON.stringify(columns).slice(1)}`
}

function toKey(change: KeepPost): string {
  const { post, feedIds, laterIds = [], sortKey } = change
  const feeds = [...feedIds, ...laterIds.map((feedId) => -feedId)]
  return `${startOf(change)}${JSON.stringify([shortDid(splitUri(post.uri).did), sortKey, feeds]).slice(1)}`
}

/** Changes in their order, posts that are kept one after the other together; a post that comes again begins anew. */
export function* groupKept<Change extends { type: string }>(
  changes: (Change | KeepPost)[],
): Generator<Change | KeepPost[]> {
  let group = new Map<string, KeepPost>()
  for (const change of changes) {
    const kept = change.type === 'keepPost' ? (change as KeepPost) : undefined
    if (group.size > 0 && (kept === undefined || group.has(kept.post.uri))) {
      yield [...group.values()]
      group = new Map()
    }
    if (kept === undefined) yield change as Change
    else group.set(kept.post.uri, kept)
  }
  if (group.size > 0) yield [...group.values()]
}
