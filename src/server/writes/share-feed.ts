// Who may see the page of a feed, and the secret link to it.
import { randomBytes } from 'node:crypto'
import { changeSharing, type Sharing, type Visibility } from '#db/queries/shared-feeds.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { requireMaker } from '../auth/require-maker.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'

const visibilities: Visibility[] = ['private', 'secret', 'public']

/**
 * Changes who may see an own feed, `op` `save`, or makes a new secret link, `op` `renew`: the old one leads nowhere from
 * then on. Pages, embeds and documents that were made before are forgotten at once.
 * @throws AppError 404 no such feed, 422 no such choice
 */
export async function shareFeed(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
  { op, visibility }: { op: string; visibility: string },
): Promise<void> {
  requireMaker(viewer)
  const feed = await requireOwnFeed(ctx, viewer, id)
  const wanted = op === 'renew' ? 'secret' : visibilities.find((each) => each === visibility)
  if (!wanted) throw new AppError(422, 'Choose who may see it.')
  const secretKey = op === 'renew' || !feed.secretKey ? newKey() : feed.secretKey
  const sharing: Sharing = { visibility: wanted, secretKey: wanted === 'secret' ? secretKey : feed.secretKey }
  await changeSharing(ctx.main, viewer.userId, feed.id, sharing, ctx.now())
  for (const path of [`/f/${feed.slug}`, `/embed/f/${feed.slug}`]) ctx.snapshots.forget(path)
}

/** 128 bits, short enough to be read out. */
function newKey(): string {
  return randomBytes(16).toString('base64url')
}
