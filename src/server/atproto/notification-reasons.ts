// The reasons of app.bsky.notification.listNotifications: which tab each belongs to, and what it is about.
import type { NotificationTab } from '#types/notification.ts'

const reasonsOf: Record<Exclude<NotificationTab, 'all'>, string[]> = {
  replies: ['reply', 'mention'],
  quotes: ['quote'],
  likes: ['like', 'like-via-repost'],
  reposts: ['repost', 'repost-via-repost'],
  follows: ['follow'],
  others: ['subscribed-post', 'starterpack-joined', 'verified', 'unverified', 'contact-match'],
}
const tabOf = new Map(Object.entries(reasonsOf).flatMap(([tab, reasons]) => reasons.map((reason) => [reason, tab])))

/** Their record is a post that somebody may want to answer. */
const conversations = new Set(['reply', 'mention', 'quote'])
/** Several of them, about the same thing, read as one. */
const groupable = new Set([
  'like',
  'repost',
  'follow',
  'like-via-repost',
  'repost-via-repost',
  'subscribed-post',
  'starterpack-joined',
])

/** What a page's address asks for: `show`, everything unless it is a tab. */
export function parseTab(value: string | null): NotificationTab {
  return value !== null && Object.hasOwn(reasonsOf, value) ? (value as NotificationTab) : 'all'
}

/** The reasons behind a tab; undefined for all, also those that nobody knows yet. */
export function reasonsIn(tab: NotificationTab): string[] | undefined {
  return tab === 'all' ? undefined : reasonsOf[tab]
}

/** The tab that an unknown reason has is the last one. */
export function tabOfReason(reason: string): NotificationTab {
  return (tabOf.get(reason) ?? 'others') as NotificationTab
}

export function isConversation(reason: string): boolean {
  return conversations.has(reason)
}

export function isGroupable(reason: string): boolean {
  return groupable.has(reason)
}
