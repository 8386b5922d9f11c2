// A post that feeds keep → the statements that write it.
import { type Step, step } from './index-step.ts'
import { packCid, packContent, packRkey, splitUri } from './packed-posts.ts'
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

const upsertPost = `INSERT INTO indexed_posts
  (author_id, rkey, cid, text, langs, labels, parts, created_at, indexed_at)
  SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM actors WHERE did = ?
  ON CONFLICT (author_id, rkey) DO UPDATE SET cid = excluded.cid, text = excluded.text, langs = excluded.langs,
    labels = excluded.labels, parts = excluded.parts`
const thePost = '(SELECT id FROM indexed_posts WHERE author_id = (SELECT id FROM actors WHERE did = ?1) AND rkey = ?2)'
/** What the window has counted for it, when a feed takes it later. */
const inheritCounts = `INSERT INTO post_engagement (post_id, likes, reposts, replies, quotes)
  SELECT p.id, w.likes, w.reposts, w.replies, w.quotes FROM ${thePost} p
  CROSS JOIN window_posts w ON w.did = ?3 AND w.rkey = ?2 AND w.likes + w.reposts + w.replies + w.quotes > 0
  WHERE true ON CONFLICT DO NOTHING`
const leaveFeeds = `DELETE FROM feed_items WHERE post_id = ${thePost}
  AND feed_id NOT IN (SELECT value FROM json_each(?3))`
const joinFeed = `INSERT INTO feed_items (feed_id, sort_key, post_id)
  SELECT ?3, ?4, id FROM ${thePost} WHERE true ON CONFLICT DO NOTHING`

/** The post as it is now, in these feeds and in no others. */
export function keepPostSteps({ post, feedIds, laterIds = [], sortKey }: KeepPost): Step[] {
  const { did, rkey } = splitUri(post.uri)
  const key = packRkey(rkey)
  const { text, langs, labels, parts } = packContent({ ...post, embed: post.embeds })
  const times = [post.createdAt, post.indexedAt]
  return [
    step(upsertPost, key, packCid(post.cid) ?? Buffer.alloc(0), text, langs, labels, parts, ...times, did),
    step(inheritCounts, did, key, shortDid(did)),
    step(leaveFeeds, did, key, JSON.stringify([...feedIds, ...laterIds.map((feedId) => -feedId)])),
    ...laterIds.map((feedId) => step(joinFeed, did, key, -feedId, sortKey)),
    ...feedIds.map((feedId) => ({ ...step(joinFeed, did, key, feedId, sortKey), feedId })),
  ]
}
