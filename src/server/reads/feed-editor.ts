// One of the viewer's own feeds with everything its page shows.
import { listFeedItems } from '#db/queries/feed-items.ts'
import { readFeedParts } from '#db/queries/feeds.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import { fillFeedForm } from '#feeds/feed-form.ts'
import type { Feed, FeedSize } from '#types/feed.ts'
import type { FeedFormValues } from '#types/feed-form.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readFeedPosts } from './feed-posts.ts'
import { readSizes, requireOwnFeed, toFeed } from './own-feeds.ts'

const recentItems = 10
const emptyForm = { hashtags: '', keywords: '', people: '', withoutReplies: false }

/** `recent` is undefined when the AppView does not answer: the form works without it. */
export type FeedEditor = {
  feed: Feed
  size: FeedSize
  values: FeedFormValues
  recent: (Post | Tombstone)[] | undefined
}

/** @throws AppError 404 when there is no such feed of the viewer's */
export async function readFeedEditor(ctx: WebContext, viewer: Viewer, id: number): Promise<FeedEditor> {
  const row = await requireOwnFeed(ctx, viewer, id)
  const { title, description } = row
  const parts = fromRows(await readFeedParts(ctx.main, row.id))
  const values =
    'definition' in parts
      ? fillFeedForm({ title, description, definition: parts.definition })
      : { title, description, ...emptyForm }
  const sizeOf = await readSizes(ctx, [row.id])
  const newest = await listFeedItems(ctx.index, row.id, { cursor: undefined, limit: recentItems })
  const recent = await readFeedPosts(ctx, viewer, newest).catch((error: unknown) => {
    if (error instanceof AppError) return undefined
    throw error
  })
  return { feed: toFeed(row), size: sizeOf(row.id), values, recent }
}
