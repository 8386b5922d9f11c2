// Changes a feed, and deletes it.
import { notePublished, deleteFeed as removeFeed, updateFeed as replaceFeed } from '#db/queries/change-feeds.ts'
import { toRows } from '#feeds/definition-rows.ts'
import type { FeedDraft } from '#feeds/feed-form.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { deleteGenerator, putGenerator } from './put-generator.ts'

/**
 * Changes an own feed; posts that are in it stay. A published feed's record follows its texts.
 * @throws AppError 404 no such feed, 401 or 502 when the record could not follow: the feed itself is changed then
 */
export async function updateFeed(ctx: WebContext, viewer: Viewer, id: number, draft: FeedDraft): Promise<void> {
  const { title, description, definition } = draft
  const before = await requireOwnFeed(ctx, viewer, id)
  await replaceFeed(ctx.main, viewer.userId, id, { title, description }, toRows(definition), ctx.now())
  const hasNewText = before.title !== title || before.description !== description
  if (!before.isPublished || !hasNewText) return
  const record = await putGenerator(ctx, viewer, { ...before, title, description })
  await notePublished(ctx.main, viewer.userId, id, record, ctx.now())
}

/**
 * Deletes an own feed; its record first, so that no record is left which nobody answers for.
 * @throws AppError 404 no such feed, 401 or 502 the person's server
 */
export async function deleteFeed(ctx: WebContext, viewer: Viewer, id: number): Promise<void> {
  const feed = await requireOwnFeed(ctx, viewer, id)
  if (feed.isPublished) await deleteGenerator(ctx, viewer, feed)
  await removeFeed(ctx.main, viewer.userId, id)
}
