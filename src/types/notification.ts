// Notifications as pages know them: plain JSON, ready to print and to keep.
import type { Actor } from './actor.ts'
import type { Post } from './post.ts'

/** What a notification is about: a post, or a record of another kind. `text` is an excerpt of a post, on one line. */
export type NotificationSubject = {
  kind: 'post' | 'feed' | 'list' | 'starter-pack' | 'labeler' | 'other'
  href?: string | undefined
  text?: string | undefined
  lang?: string | undefined
}

/** One notification. `at` is ISO 8601 in UTC. */
export type NotificationEntry = {
  /** The record that caused it. */
  uri: string
  /** A reason of app.bsky.notification.listNotifications; there may be others tomorrow. */
  reason: string
  at: string
  isRead: boolean
  actor: Actor
  /** Whether the viewer follows `actor`. */
  isFollowed: boolean
  /** URI of what it happened to; '' for a follow and the like. */
  subjectUri: string
  subject: NotificationSubject
}

/** What it says: `before` stands in front of the names, `what` behind them. */
export type NotificationWords = { before?: string; what: string }

/** Notifications that read as one: `actors` newest first, without repetition. The rest is of the newest. */
export type NotificationRow = Omit<NotificationEntry, 'actor' | 'isRead'> & {
  words: NotificationWords
  isNew: boolean
  actors: Actor[]
  /** The whole post of a reply, mention or quote. */
  post?: Post | undefined
}

/** Tabs of the page. */
export type NotificationTab = 'all' | 'replies' | 'quotes' | 'likes' | 'reposts' | 'follows' | 'others'

export type NotificationPage = {
  rows: NotificationRow[]
  /** Leads to older ones. */
  cursor?: string | undefined
  /** Everything listed is older than this (ms); absent where there is nothing. */
  seenUpTo?: number | undefined
  /** Whether only people the viewer follows are listed. */
  isPriority: boolean
  /** Set (ISO 8601) when upstream did not answer: this is what was known then. */
  staleSince?: string | undefined
}

/** Unread notifications, counted up to fifty. */
export type Unread = { count: number; byTab: Partial<Record<NotificationTab, number>> }
