// The viewer's own feeds, for the workshop's pages.
import { countFeedItems } from '#db/queries/feed-items.ts'
import { type FeedRow, findOwnFeed, listOwnFeeds } from '#db/queries/feeds.ts'
import type { Feed, FeedSize } from '#types/feed.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

/** A row as pages know it. */
export function toFeed(row: FeedRow): Feed {
  const { id, slug, title, description, isPublished, atUri, publishedAt } = row
  return {
    id,
    slug,
    title,
    description,
    isPublished,
    owner: { did: row.ownerDid, handle: row.ownerHandle },
    href: `/f/${slug}`,
    record: atUri && publishedAt ? { uri: atUri, publishedAt: new Date(publishedAt).toISOString() } : undefined,
  }
}

const mostCounted = 1000

/** A function that says how large each of the feeds is. */
export async function readSizes(ctx: WebContext, ids: number[]): Promise<(id: number) => FeedSize> {
  const counts = await countFeedItems(ctx.index, ids, mostCounted + 1)
  return (id) => {
    const count = counts.get(id) ?? 0
    return { count: Math.min(count, mostCounted), isMore: count > mostCounted }
  }
}

/** The viewer's feeds, the newest first, with how many posts each holds. */
export async function readOwnFeeds(ctx: WebContext, viewer: Viewer): Promise<{ feed: Feed; size: FeedSize }[]> {
  const rows = await listOwnFeeds(ctx.main, viewer.userId)
  const sizes = await readSizes(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ feed: toFeed(row), size: sizes(row.id) }))
}

/** @throws AppError 404 when there is no such feed of the viewer's */
export async function requireOwnFeed(ctx: WebContext, viewer: Viewer, id: number): Promise<FeedRow> {
  const feed = Number.isSafeInteger(id) ? await findOwnFeed(ctx.main, viewer.userId, id) : undefined
  if (feed === undefined) throw new AppError(404, 'There is no such feed of yours.')
  return feed
}
