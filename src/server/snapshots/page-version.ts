// When a page that was made once must be made anew.
import { createHash } from 'node:crypto'
import { listFeedItems } from '#db/queries/feed-items.ts'
import type { WebContext } from '../context.ts'
import { type FeedAccess, openFeed } from '../reads/open-feed.ts'
import type { SnapshotVersion } from './create-snapshots.ts'
import { slugOf } from './snapshot-key.ts'

/** As many as a page shows, and one. */
const watched = 31

/**
 * Of a feed made here: what it says of itself and which posts are in it, from the databases of the box alone. Other
 * pages come from the network, which tells nothing: they go by age.
 * @throws AppError 404 for a feed that is not for whoever asks
 */
export async function pageVersion(ctx: WebContext, pathname: string, access: FeedAccess): Promise<SnapshotVersion> {
  const slug = slugOf(pathname)
  if (slug === undefined) return { version: '', isPublic: true }
  const { row, isPublic } = await openFeed(ctx, slug, access)
  const items = await listFeedItems(ctx.index, row.id, { cursor: undefined, limit: watched })
  const version = createHash('sha256')
    .update(JSON.stringify([row, items]))
    .digest('base64url')
  return { version, isPublic }
}
