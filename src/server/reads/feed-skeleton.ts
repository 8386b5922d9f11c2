// app.bsky.feed.getFeedSkeleton: who asks, what for, and which posts. Nobody else is asked on this path but for keys.
import { listFeedItems } from '#db/queries/feed-items.ts'
import { findFeedByRecord } from '#db/queries/feeds.ts'
import { writeCursor } from '#feeds/item-cursor.ts'
import { parseSkeletonRequest } from '#feeds/skeleton-request.ts'
import { refuseXrpc, type XrpcAnswer } from '#types/xrpc.ts'
import type { WebContext } from '../context.ts'

const lxm = 'app.bsky.feed.getFeedSkeleton'

/**
 * Answers the method (lexicon app.bsky.feed.getFeedSkeleton). Signed-out requests carry no token and are answered; a
 * token that is there must be right.
 * @param authorization the header, null when there is none
 * @param caller the address that asks
 */
export async function answerFeedSkeleton(
  ctx: WebContext,
  { query, authorization, caller }: { query: URLSearchParams; authorization: string | null; caller: string },
): Promise<XrpcAnswer> {
  if (authorization !== null) {
    const token = await ctx.verifyToken({ authorization, lxm, caller })
    if ('refusal' in token) return refuseXrpc(401, 'AuthenticationRequired', token.refusal)
  }
  const request = parseSkeletonRequest(query)
  if (typeof request === 'string') return refuseXrpc(400, 'InvalidRequest', request)
  const feed = await findFeedByRecord(ctx.main, request.did, request.slug)
  if (feed === undefined) return refuseXrpc(400, 'UnknownFeed', 'There is no such feed here.')
  const items = await listFeedItems(ctx.index, feed.id, { cursor: request.cursor, limit: request.limit + 1 })
  const page = items.slice(0, request.limit)
  const last = page.at(-1)
  const cursor = items.length > page.length && last !== undefined ? { cursor: writeCursor(last) } : {}
  return { status: 200, body: { ...cursor, feed: page.map(({ uri }) => ({ post: uri })) } }
}
