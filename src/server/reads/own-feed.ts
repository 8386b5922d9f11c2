// One of somebody's own feeds, whole: its row, and what it is made of.
import { type FeedRow, readFeedParts } from '#db/queries/feeds.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import type { FeedDraft } from '#feeds/feed-form.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed } from './own-feeds.ts'

/**
 * @returns `draft` is undefined when its rows cannot be read, as another version of SkyPanel may have left them
 * @throws AppError 404 when there is no such feed of the viewer's
 */
export async function readOwnFeed(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
): Promise<{ row: FeedRow; draft: FeedDraft | undefined }> {
  const row = await requireOwnFeed(ctx, viewer, id)
  const read = fromRows(await readFeedParts(ctx.main, row.id))
  const { title, description } = row
  return { row, draft: 'definition' in read ? { title, description, definition: read.definition } : undefined }
}
