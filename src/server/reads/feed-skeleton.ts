// app.bsky.feed.getFeedSkeleton: who asks, what for, and which posts. Nobody else is asked on this path but for keys.
import { randomBytes } from 'node:crypto'
import { type FeedItem, type ItemCursor, listFeedItems } from '#db/queries/feed-items.ts'
import { type FeedRow, findFeedByRecord } from '#db/queries/feeds.ts'
import { findSeen } from '#db/queries/seen-posts.ts'
import { writeCursor } from '#feeds/item-cursor.ts'
import type { ReaderRule } from '#feeds/reader-rule.ts'
import { parseSkeletonRequest } from '#feeds/skeleton-request.ts'
import { refuseXrpc, type XrpcAnswer } from '#types/xrpc.ts'
import type { WebContext } from '../context.ts'
import { contextOf } from '../writes/take-interactions.ts'
import { listPersonalItems } from './personal-items.ts'

const lxm = 'app.bsky.feed.getFeedSkeleton'
/** How many pages of what a reader has seen are passed over for one that they have not. */
const mostRounds = 5
/** What an AppView passes on to whoever reads a personal feed without an account. */
const strangers = ['AuthenticationRequired', 'This feed is different for everybody. Sign in to see yours.'] as const

/** `check` is what this box itself sends before it publishes a feed that nobody else may see yet. */
type SkeletonQuestion = {
  query: URLSearchParams
  authorization: string | null
  caller: string
  check?: string | null
}

/**
 * Answers the method (lexicon app.bsky.feed.getFeedSkeleton). Signed-out requests carry no token and are answered; a
 * token that is there must be right.
 * @param authorization the header, null when there is none
 * @param caller the address that asks
 */
export async function answerFeedSkeleton(
  ctx: WebContext,
  { query, authorization, caller, check }: SkeletonQuestion,
): Promise<XrpcAnswer> {
  let reader: string | undefined
  if (authorization !== null) {
    const token = await ctx.verifyToken({ authorization, lxm, caller })
    if ('refusal' in token) return refuseXrpc(401, 'AuthenticationRequired', token.refusal)
    reader = token.did
  }
  const request = parseSkeletonRequest(query)
  if (typeof request === 'string') return refuseXrpc(400, 'InvalidRequest', request)
  const feed = await findFeedByRecord(ctx.main, request.did, request.slug)
  if (feed === undefined || (isHidden(feed) && check !== ctx.checkKey))
    return refuseXrpc(400, 'UnknownFeed', 'There is no such feed here.')
  const rule = await ctx.readerRules(feed)
  if (rule.isPersonal && reader === undefined && check !== ctx.checkKey) return refuseXrpc(401, ...strangers)
  // A feed that is about to be published is asked for by this box itself.
  if (feed.isPublished) ctx.requestCounts.note(feed.id)
  if (rule.isPersonal && reader !== undefined) ctx.feedReaders.note(reader)
  const { items, cursor } = await readPage(ctx, feed, { rule, reader }, request)
  const feedContext = contextOf(feed)
  const reqId = randomBytes(9).toString('base64url')
  const skeleton = items.map(({ uri, repost }) => ({ post: uri, ...reasonOf(repost), feedContext }))
  return { status: 200, body: { ...cursor, feed: skeleton, reqId } }
}

/** app.bsky.feed.defs#skeletonReasonRepost, where somebody's repost brought it. */
function reasonOf(repost: FeedItem['repost']) {
  return repost ? { reason: { $type: 'app.bsky.feed.defs#skeletonReasonRepost', repost: repost.uri } } : {}
}

/** What is neither on the network nor for everybody is its owner's alone. */
function isHidden({ isPublished, visibility }: FeedRow): boolean {
  return !isPublished && visibility !== 'public'
}

type Reading = { rule: ReaderRule; reader: string | undefined }

/** Looks on where a reader has seen everything: an empty page would end their reading. */
async function readPage(
  ctx: WebContext,
  feed: FeedRow,
  { rule, reader }: Reading,
  { cursor, limit }: { cursor: ItemCursor | undefined; limit: number },
) {
  let [from, isMore] = [cursor, true]
  const kept: FeedItem[] = []
  for (let round = 0; round < mostRounds && isMore && kept.length === 0; round++) {
    const { page, next } = await listPage(ctx, feed, { rule, reader }, { cursor: from, limit })
    isMore = next !== undefined
    from = next ?? from
    const seen = rule.hidesSeen && reader ? await findSeen(ctx.cache, reader, page.map(uriOf)) : new Set()
    kept.push(...page.filter(({ uri }) => !seen.has(uri)))
  }
  return { items: kept, cursor: isMore && from ? { cursor: writeCursor(from) } : {} }
}

/** `next` is where to go on; undefined at the end. */
async function listPage(
  { index }: WebContext,
  { id }: FeedRow,
  { rule: { isPersonal, hasReposts, pinned }, reader }: Reading,
  { cursor, limit }: { cursor: ItemCursor | undefined; limit: number },
): Promise<{ page: FeedItem[]; next: ItemCursor | undefined }> {
  if (isPersonal) {
    if (reader === undefined) return { page: [], next: undefined }
    const { items, next } = await listPersonalItems(index, id, reader, { cursor, limit, pinned })
    return { page: items, next }
  }
  const items = await listFeedItems(index, id, { cursor, limit: limit + 1, hasReposts })
  const page = items.slice(0, limit)
  return { page, next: items.length > page.length ? page.at(-1) : undefined }
}

const uriOf = ({ uri }: FeedItem) => uri
