// Puts a feed on the network and takes it off again.
import { notePublished, noteUnpublished } from '#db/queries/change-feeds.ts'
import type { Viewer } from '#types/viewer.ts'
import { requireMaker } from '../auth/require-maker.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { checkGenerator } from './check-generator.ts'
import { deleteGenerator, generatorUri, putGenerator } from './put-generator.ts'

/**
 * Publishes an own feed, once its endpoint answers as the network will ask it. Doing it twice changes nothing.
 * @throws AppError 404 no such feed, 503 our endpoint does not answer, 401 or 502 the person's server
 */
export async function publishFeed(ctx: WebContext, viewer: Viewer, id: number): Promise<void> {
  requireMaker(viewer)
  const feed = await requireOwnFeed(ctx, viewer, id)
  await checkGenerator(ctx, generatorUri(feed))
  const record = await putGenerator(ctx, viewer, feed)
  await notePublished(ctx.main, viewer.userId, id, record, ctx.now())
}

/**
 * Deletes an own feed's record; the feed itself and its page stay. Doing it twice changes nothing.
 * @throws AppError 404 no such feed, 401 or 502 the person's server
 */
export async function unpublishFeed(ctx: WebContext, viewer: Viewer, id: number): Promise<void> {
  const feed = await requireOwnFeed(ctx, viewer, id)
  await deleteGenerator(ctx, viewer, feed)
  await noteUnpublished(ctx.main, viewer.userId, id)
}
