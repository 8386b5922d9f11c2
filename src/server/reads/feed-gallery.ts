// Every feed of this box that anybody may read, for whoever comes by.
import { listFeedItems } from '#db/queries/feed-items.ts'
import { listPublishedFeeds, readFeedParts } from '#db/queries/feeds.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import { describeDefinition } from '#feeds/describe-definition.ts'
import { isPersonal } from '#feeds/personal.ts'
import type { Feed, FeedSize } from '#types/feed.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readSizes, toFeed } from './own-feeds.ts'

const pageSize = 30

/** `rule` is how it chooses, in a sentence; `lastPostAt` ISO 8601. `isPersonal`: it is another one for each reader. */
export type GalleryFeed = {
  feed: Feed
  size: FeedSize
  rule: string
  isPersonal: boolean
  lastPostAt?: string | undefined
}

/**
 * A page of published feeds with public pages, the newest first. No upstream call.
 * @throws AppError 400 for a cursor that is none
 */
export async function readFeedGallery(
  ctx: WebContext,
  cursor: string | undefined,
): Promise<{ feeds: GalleryFeed[]; cursor: string | undefined }> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new AppError(400, 'This address has a page in it that is none.')
  }
  const rows = await listPublishedFeeds(ctx.main, pageSize + 1, cursor === undefined ? undefined : Number(cursor))
  const page = rows.slice(0, pageSize)
  const sizeOf = await readSizes(
    ctx,
    page.map(({ id }) => id),
  )
  const feeds = page.map(async (row): Promise<GalleryFeed> => {
    const [parts, [newest]] = await Promise.all([
      readFeedParts(ctx.main, row.id),
      listFeedItems(ctx.index, row.id, { cursor: undefined, limit: 1 }),
    ])
    const read = fromRows(parts)
    const feed = toFeed(row)
    return {
      feed,
      size: sizeOf(row.id),
      isPersonal: 'definition' in read && isPersonal(read.definition),
      rule: 'definition' in read ? describeDefinition(read.definition, feed.owner) : '',
      lastPostAt: newest && new Date(Math.max(0, Math.min(newest.sortKey, ctx.now()))).toISOString(),
    }
  })
  return { feeds: await Promise.all(feeds), cursor: rows.length > pageSize ? String(page.at(-1)?.id) : undefined }
}
