// Public pages of a feed. They depend on nobody's session.
import { countNewerItems, listFeedItems, listNewerItems } from '#db/queries/feed-items.ts'
import { readFeedParts } from '#db/queries/feeds.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import { describeDefinition } from '#feeds/describe-definition.ts'
import { parseCursor, writeCursor } from '#feeds/item-cursor.ts'
import type { FeedPage, NewerPosts } from '#types/feed-page.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readFeedPosts } from './feed-posts.ts'
import { type FeedAccess, openFeed } from './open-feed.ts'
import { toFeed } from './own-feeds.ts'

const pageSize = 30
/** More than this, and the page is opened anew. */
const mostNewer = 30
const mostCounted = 99
/** Before every item. */
const beginning = { sortKey: Number.MIN_SAFE_INTEGER, postId: 0 }

function requireCursor(text: string) {
  const cursor = parseCursor(text)
  if (cursor === undefined) throw new AppError(400, 'This address has a page in it that is none.')
  return cursor
}

type PageRequest = {
  /** A cursor as `older` gives it, null for the newest posts. */
  before: string | null
  access: FeedAccess
  /** Posts at most. */
  limit?: number
}

/**
 * A page of the feed behind /f/<slug>.
 * @throws AppError 404 no such feed for whoever asks, 400 no such page, 502 when the AppView does not answer
 */
export async function readFeedPage(
  ctx: WebContext,
  slug: string | undefined,
  { before, access, limit = pageSize }: PageRequest,
): Promise<FeedPage> {
  const { row, isPublic, query } = await openFeed(ctx, slug, access)
  const cursor = before === null ? undefined : requireCursor(before)
  const { isPersonal } = await ctx.readerRules(row)
  const items = isPersonal ? [] : await listFeedItems(ctx.index, row.id, { cursor, limit: limit + 1 })
  const page = items.slice(0, limit)
  const last = page.at(-1)
  const parts = fromRows(await readFeedParts(ctx.main, row.id))
  const feed = toFeed(row)
  return {
    feed,
    isPublic,
    isPersonal,
    query,
    rule: 'definition' in parts ? describeDefinition(parts.definition, feed.owner) : '',
    posts: await readFeedPosts(ctx, undefined, page),
    newest: writeCursor(page[0] ?? beginning),
    older: items.length > page.length && last !== undefined ? writeCursor(last) : undefined,
  }
}

type NewerRequest = { after: string; access: FeedAccess }

/** Posts newer than `after`, the newest first. @throws AppError like readFeedPage */
export async function readNewerPosts(
  ctx: WebContext,
  slug: string | undefined,
  { after, access }: NewerRequest,
): Promise<NewerPosts> {
  const { row, isPublic } = await openFeed(ctx, slug, access)
  const cursor = requireCursor(after)
  const { isPersonal } = await ctx.readerRules(row)
  const items = isPersonal ? [] : await listNewerItems(ctx.index, row.id, { cursor, limit: mostNewer + 1 })
  const page = items.slice(0, mostNewer)
  const posts = await readFeedPosts(ctx, undefined, page)
  return { posts, newest: writeCursor(page[0] ?? cursor), isWhole: page.length === items.length, isPublic }
}

/** How many posts are newer than `after`, up to 99. @throws AppError 404, 400 */
export async function countNewerPosts(
  ctx: WebContext,
  slug: string | undefined,
  { after, access }: NewerRequest,
): Promise<number> {
  const { row } = await openFeed(ctx, slug, access)
  if ((await ctx.readerRules(row)).isPersonal) return 0
  return countNewerItems(ctx.index, row.id, { cursor: requireCursor(after), most: mostCounted })
}
