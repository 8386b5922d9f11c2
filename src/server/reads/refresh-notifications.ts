// Keeps what is known of somebody's notifications from growing old, beside the page they are waiting for.
import { findNotificationCursor } from '#db/queries/notifications.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { fetchNotifications } from './notifications.ts'
import { findFreshEvents, lag } from './unread.ts'

/** How old it may be, in ms. */
const ageLimit = 5 * 60_000

/**
 * Returns at once. The firehose says what is new meanwhile; this corrects it, and brings what it does not carry. It asks
 * sooner when the firehose carried what the AppView should list by now, and may not: of people who are muted.
 */
export function refreshNotifications(ctx: WebContext, viewer: Viewer): void {
  const attempt = ctx.memory.recall(`notifications ${viewer.did}`, lag, async () => {
    const cursor = await findNotificationCursor(ctx.cache, viewer.did)
    const age = ctx.now() - (cursor?.fetchedAt ?? 0)
    if (age < lag || (age < ageLimit && (await findFreshEvents(ctx, viewer.did)).fresh.length === 0)) return
    await fetchNotifications(ctx, viewer, { tab: 'all', isPriority: false }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      ctx.log.info({ did: viewer.did, status: error.status }, 'notifications not refreshed')
    })
  })
  attempt.catch((error: unknown) => ctx.log.warn({ err: error }, 'notifications not refreshed'))
}
