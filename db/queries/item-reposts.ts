// The repost by which an item stands in a feed, for queries that read `feed_items i`.
import { rkeySql, unpackRkey } from './packed-posts.ts'

/** `b` is who reposted. */
export const joinRepost = `LEFT JOIN feed_reposts r ON r.post_id = i.post_id AND r.feed_id = abs(i.feed_id)
    AND r.sort_key = i.sort_key LEFT JOIN actors b ON b.id = r.actor_id`
export const repostColumns = `b.did AS reposter, ${rkeySql('r.rkey')} AS repost`
/** Reposters who are gone, deactivated or taken down bring nothing. */
export const isRepostShown = "(b.id IS NULL OR (b.status = 'active' AND b.hidden IS NULL))"

/** Reads `repostColumns`. */
export function toRepost(did: unknown, rkey: unknown): { repost?: { uri: string; did: string } } {
  if (typeof did !== 'string') return {}
  return { repost: { uri: `at://${did}/app.bsky.feed.repost/${unpackRkey(rkey)}`, did } }
}
