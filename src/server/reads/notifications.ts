// Somebody's notifications: asked for, judged, kept, grouped. What was kept stands in when upstream does not answer.
import { findNotificationCursor, keepNotifications, listKeptNotifications } from '#db/queries/notifications.ts'
import type { NotificationEntry, NotificationPage, NotificationTab } from '#types/notification.ts'
import type { Post } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { groupNotifications } from '../atproto/group-notifications.ts'
import { isConversation, parseTab, reasonsIn } from '../atproto/notification-reasons.ts'
import { describePost, toNotification } from '../atproto/to-notification.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { openLens } from './open-lens.ts'

/** Notifications asked for: grouped they are fewer. */
const limit = 50

/** `cursor` as a page before gave it; `isPriority` leaves those of people who are not followed out. */
export type NotificationRequest = { tab: NotificationTab; cursor?: string | undefined; isPriority: boolean }

/** What the address of a page asks for: `show`, `from=followed`, `cursor`. */
export function parseNotificationRequest(query: URLSearchParams): NotificationRequest {
  const cursor = query.get('cursor') ?? undefined
  return {
    tab: parseTab(query.get('show')),
    isPriority: query.get('from') === 'followed',
    ...(cursor ? { cursor } : {}),
  }
}

/**
 * One page of notifications (app.bsky.notification.listNotifications), newest first.
 * @throws AppError as upstream answers, when nothing is known that could stand in
 */
export async function readNotifications(
  ctx: WebContext,
  viewer: Viewer,
  request: NotificationRequest,
): Promise<NotificationPage> {
  try {
    return await fetchNotifications(ctx, viewer, request)
  } catch (error) {
    const isOutage = error instanceof AppError && (error.status === 429 || error.status === 424 || error.status >= 500)
    const kept = isOutage && !request.cursor ? await readKept(ctx, viewer, request) : undefined
    if (!kept) throw error
    return kept
  }
}

/** Asks upstream. The newest page without filters is kept. */
export async function fetchNotifications(
  ctx: WebContext,
  viewer: Viewer,
  { tab, cursor, isPriority }: NotificationRequest,
): Promise<NotificationPage> {
  const { did } = viewer
  const place = readCursor(cursor)
  const reasons = reasonsIn(tab)
  const { agent, lens } = await openLens(ctx, viewer)
  const [{ data }, own, kept] = await Promise.all([
    askUpstream(
      agent.app.bsky.notification.listNotifications({
        limit,
        ...(place.upstream ? { cursor: place.upstream } : {}),
        ...(reasons ? { reasons } : {}),
        ...(isPriority ? { priority: true } : {}),
      }),
    ),
    findNotificationCursor(ctx.cache, did),
    listKeptNotifications(ctx.cache, did),
  ])
  const views = Array.isArray(data.notifications) ? data.notifications : []
  const seen = place.seen ?? seenBefore(data.seenAt, views[0]?.indexedAt, own?.seenAt ?? 0)
  const entries = views.flatMap((view) => toNotification(view, lens, seen) ?? [])
  // An AppView may ignore `priority` and `reasons`.
  const wanted = entries.filter((entry) => isWanted(entry, reasons, isPriority))
  const texts = new Map(
    kept.map(({ entry }) => [(entry as NotificationEntry).subjectUri, (entry as NotificationEntry).subject]),
  )
  const { described, posts } = await describe(ctx, viewer, wanted, texts)
  const times = views.map((view) => Date.parse(view.indexedAt)).filter((time) => !Number.isNaN(time))
  if (tab === 'all' && !cursor && !isPriority) {
    const rows = described.map((entry) => ({
      uri: entry.uri,
      reason: entry.reason,
      isRead: entry.isRead,
      indexedAt: Date.parse(entry.at),
      entry,
    }))
    await keepNotifications(ctx.cache, did, { rows, since: data.cursor ? Math.min(...times) : 0, fetchedAt: ctx.now() })
  }
  const newest = Math.max(0, ...times)
  return {
    rows: groupNotifications(described, posts),
    isPriority: isPriority || data.priority === true,
    ...(data.cursor && views.length > 0 ? { cursor: `${seen ?? 0}~${data.cursor}` } : {}),
    ...(newest > 0 ? { seenUpTo: newest + 1 } : {}),
  }
}

/** Pages after the first carry what was unread when the first was opened, which has marked everything read. */
function readCursor(cursor: string | undefined): { seen: number | undefined; upstream: string | undefined } {
  const [, seen, upstream] = cursor?.match(/^(\d{1,15})~(.{1,500})$/s) ?? []
  return { seen: seen === undefined ? undefined : Number(seen), upstream }
}

/**
 * Up to when (ms) everything was read, here or elsewhere. An AppView says of somebody who never looked that they read
 * all but the newest: for them nothing is read.
 */
function seenBefore(upstream: string | undefined, newest: string | undefined, own: number): number | undefined {
  if (upstream === undefined) return own > 0 ? own : undefined
  const never = upstream === newest
  return Math.max(never ? 0 : Date.parse(upstream) || 0, own)
}

function isWanted(entry: NotificationEntry, reasons: string[] | undefined, isPriority: boolean): boolean {
  return (reasons === undefined || reasons.includes(entry.reason)) && (!isPriority || entry.isFollowed)
}

/** Brings the posts: whole ones to answer, excerpts of the others, which are remembered. */
async function describe(
  ctx: WebContext,
  viewer: Viewer,
  entries: NotificationEntry[],
  texts: Map<string, NotificationEntry['subject']>,
) {
  const isPost = (entry: NotificationEntry) => entry.subject.kind === 'post'
  const isMissing = (entry: NotificationEntry) =>
    isPost(entry) && (isConversation(entry.reason) || !texts.get(entry.subjectUri)?.text)
  const found = await hydratePosts(
    ctx,
    viewer,
    entries.filter(isMissing).map(({ subjectUri }) => subjectUri),
  )
  const posts = new Map<string, Post>()
  for (const [uri, post] of found) if (post.kind === 'post') posts.set(uri, post)
  const described = entries.flatMap((entry): NotificationEntry[] => {
    if (!isPost(entry)) return [entry]
    const post = posts.get(entry.subjectUri)
    if (post) return post.isFiltered && !post.viewer.isOwn ? [] : [{ ...entry, subject: describePost(post) }]
    const known = isConversation(entry.reason) ? undefined : texts.get(entry.subjectUri)
    if (known?.text) return [{ ...entry, subject: known }]
    // What somebody wrote and is not there any more, or not for this viewer, is no news.
    return isConversation(entry.reason) || entry.reason === 'subscribed-post' ? [] : [entry]
  })
  return { described, posts }
}

/** What was known when upstream last answered; undefined when it never did. */
async function readKept(
  ctx: WebContext,
  viewer: Viewer,
  { tab, isPriority }: NotificationRequest,
): Promise<NotificationPage | undefined> {
  const cursor = await findNotificationCursor(ctx.cache, viewer.did)
  if (!cursor || cursor.fetchedAt === 0) return undefined
  const reasons = reasonsIn(tab)
  const kept = await listKeptNotifications(ctx.cache, viewer.did)
  const entries = kept
    .map(({ entry, isRead }) => ({ ...(entry as NotificationEntry), isRead }))
    .filter((entry) => isWanted(entry, reasons, isPriority))
  return { rows: groupNotifications(entries), isPriority, staleSince: new Date(cursor.fetchedAt).toISOString() }
}
