// Public pages of a feed. They depend on nobody's session.
import { createHash } from 'node:crypto'
import { countNewerItems, listFeedItems, listNewerItems } from '#db/queries/feed-items.ts'
import { type FeedRow, findFeedBySlug, readFeedParts } from '#db/queries/feeds.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import { describeDefinition } from '#feeds/describe-definition.ts'
import { parseCursor, writeCursor } from '#feeds/item-cursor.ts'
import type { FeedPage, NewerPosts } from '#types/feed-page.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readFeedPosts } from './feed-posts.ts'
import { toFeed } from './own-feeds.ts'

const pageSize = 30
/** More than this, and the page is opened anew. */
const mostNewer = 30
const mostCounted = 99
/** Before every item. */
const beginning = { sortKey: Number.MIN_SAFE_INTEGER, postId: 0 }

async function requireFeed(ctx: WebContext, slug: string | undefined): Promise<FeedRow> {
  const feed = /^[a-z0-9-]{1,15}$/.test(slug ?? '') ? await findFeedBySlug(ctx.main, slug ?? '') : undefined
  if (feed === undefined) throw new AppError(404, 'There is no feed here. It may have been deleted.')
  return feed
}

function requireCursor(text: string) {
  const cursor = parseCursor(text)
  if (cursor === undefined) throw new AppError(400, 'This address has a page in it that is none.')
  return cursor
}

/**
 * A page of the feed behind /f/<slug>.
 * @param before a cursor as `older` gives it, null for the newest posts
 * @throws AppError 404 no such feed, 400 no such page, 502 when the AppView does not answer
 */
export async function readFeedPage(
  ctx: WebContext,
  slug: string | undefined,
  before: string | null,
): Promise<FeedPage> {
  const row = await requireFeed(ctx, slug)
  const cursor = before === null ? undefined : requireCursor(before)
  const items = await listFeedItems(ctx.index, row.id, { cursor, limit: pageSize + 1 })
  const page = items.slice(0, pageSize)
  const last = page.at(-1)
  const parts = fromRows(await readFeedParts(ctx.main, row.id))
  return {
    feed: toFeed(row),
    rule: 'definition' in parts ? describeDefinition(parts.definition) : '',
    posts: await readFeedPosts(ctx, undefined, page),
    newest: writeCursor(page[0] ?? beginning),
    older: items.length > page.length && last !== undefined ? writeCursor(last) : undefined,
  }
}

/** Posts newer than `after`, the newest first. @throws AppError like readFeedPage */
export async function readNewerPosts(ctx: WebContext, slug: string | undefined, after: string): Promise<NewerPosts> {
  const row = await requireFeed(ctx, slug)
  const cursor = requireCursor(after)
  const items = await listNewerItems(ctx.index, row.id, { cursor, limit: mostNewer + 1 })
  const page = items.slice(0, mostNewer)
  const posts = await readFeedPosts(ctx, undefined, page)
  return { posts, newest: writeCursor(page[0] ?? cursor), isWhole: page.length === items.length }
}

/** How many posts are newer than `after`, up to 99. @throws AppError 404, 400 */
export async function countNewerPosts(ctx: WebContext, slug: string | undefined, after: string): Promise<number> {
  const row = await requireFeed(ctx, slug)
  return countNewerItems(ctx.index, row.id, { cursor: requireCursor(after), most: mostCounted })
}

/** A weak entity tag (RFC 9110 §8.8.3): what is on the page, and the minute, because times on it are relative. */
export function tagPage(ctx: WebContext, page: object): string {
  const minute = Math.floor(ctx.now() / 60_000)
  return `W/"${createHash('sha256')
    .update(`${minute} ${JSON.stringify(page)}`)
    .digest('base64url')
    .slice(0, 22)}"`
}
