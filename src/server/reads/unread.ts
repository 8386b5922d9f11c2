// How much somebody has not read, from what this box knows: no question upstream.
import { listNotificationEvents } from '#db/queries/notification-events.ts'
import { findListedUris, findNotificationCursor, listUnread } from '#db/queries/notifications.ts'
import type { Unread } from '#types/notification.ts'
import type { Viewer } from '#types/viewer.ts'
import { tabOfReason } from '../atproto/notification-reasons.ts'
import type { WebContext } from '../context.ts'

/** Counted up to this many. */
const most = 50
/** How long the AppView may take to list what the firehose has carried, in ms. */
export const lag = 30_000

/**
 * What the firehose has carried since the AppView was asked last, and is not listed; `listed` is what is unread of the
 * rest. Older events that the AppView did not list are not for this person's eyes.
 */
export async function findFreshEvents(ctx: WebContext, did: string) {
  const cursor = await findNotificationCursor(ctx.cache, did)
  const since = Math.max((cursor?.fetchedAt ?? 0) - lag, cursor?.seenAt ?? 0)
  const [listed, events] = await Promise.all([
    listUnread(ctx.cache, did, most),
    listNotificationEvents(ctx.index, did, since, most),
  ])
  const uris = events.map(({ uri }) => uri)
  const known = await findListedUris(ctx.cache, did, uris)
  return { listed, fresh: events.filter(({ uri }) => !known.has(uri)) }
}

/** How much is unread, and where. */
export async function readUnread(ctx: WebContext, { did }: Viewer): Promise<Unread> {
  const { listed, fresh } = await findFreshEvents(ctx, did)
  const all = [...listed, ...fresh].slice(0, most)
  const byTab: Unread['byTab'] = {}
  for (const { reason } of all) {
    const tab = tabOfReason(reason)
    byTab[tab] = (byTab[tab] ?? 0) + 1
  }
  return { count: all.length, byTab }
}
