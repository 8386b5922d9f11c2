// The feeds that people here have published, for the front door.
import { listPublishedFeeds } from '#db/queries/feeds.ts'
import type { Feed, FeedSize } from '#types/feed.ts'
import type { WebContext } from '../context.ts'
import { readSizes, toFeed } from './own-feeds.ts'

const limit = 12

/** Published feeds, the newest first, with how many posts each holds. No upstream call. */
export async function readPublicFeeds(ctx: WebContext): Promise<{ feed: Feed; size: FeedSize }[]> {
  const rows = await listPublishedFeeds(ctx.main, limit)
  const sizeOf = await readSizes(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ feed: toFeed(row), size: sizeOf(row.id) }))
}
