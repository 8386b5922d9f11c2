// Notes that somebody has read their notifications, here and upstream; and whose they want to hear of.
import { markNotificationsRead } from '#db/queries/notifications.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

/**
 * Everything before `seenAt` (ms) has been read.
 * @throws AppError as upstream answers; here it is read all the same
 */
export async function markNotificationsSeen(ctx: WebContext, viewer: Viewer, seenAt: number): Promise<void> {
  await markNotificationsRead(ctx.cache, viewer.did, seenAt)
  await tellUpstream(ctx, viewer, seenAt)
}

/** The same, for a page that does not wait for upstream: it resolves when this box knows. */
export async function noteNotificationsSeen(ctx: WebContext, viewer: Viewer, seenAt: number): Promise<void> {
  await markNotificationsRead(ctx.cache, viewer.did, seenAt)
  tellUpstream(ctx, viewer, seenAt).catch((error: unknown) => {
    ctx.log.info({ err: error, did: viewer.did }, 'notifications not marked as read upstream')
  })
}

/** app.bsky.notification.updateSeen. */
async function tellUpstream(ctx: WebContext, viewer: Viewer, seenAt: number): Promise<void> {
  const agent = await openAgent(ctx, viewer)
  await askUpstream(agent.app.bsky.notification.updateSeen({ seenAt: new Date(seenAt).toISOString() }))
}

/**
 * Whether only people they follow are heard of, here and in other clients (app.bsky.notification.putPreferences).
 * @throws AppError as upstream answers
 */
export async function preferFollowed(ctx: WebContext, viewer: Viewer, priority: boolean): Promise<void> {
  const agent = await openAgent(ctx, viewer)
  await askUpstream(agent.app.bsky.notification.putPreferences({ priority }))
}
