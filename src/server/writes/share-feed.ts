// Who may see the page of a feed, and the secret link to it.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { updateFeed } from './update-feed.ts'

const visibilities = ['private', 'secret', 'public'] as const

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
  const wanted = op === 'renew' ? 'secret' : visibilities.find((each) => each === visibility)
  if (!wanted) throw new AppError(422, 'Choose who may see it.')
  await updateFeed(ctx, viewer, id, { visibility: wanted, renewsLink: op === 'renew' })
}
