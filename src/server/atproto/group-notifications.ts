// Notifications that read as one: the same thing done by several people within two days, as the official client groups.
import type { NotificationEntry, NotificationRow } from '#types/notification.ts'
import type { Post } from '#types/post.ts'
import { describeNotification } from './describe-notification.ts'
import { isConversation, isGroupable } from './notification-reasons.ts'

const window = 2 * 24 * 3600_000

/**
 * Rows of `entries` (newest first), in the order of the newest of each. Somebody who follows back stands alone, so that
 * it can be said.
 * @param posts whole posts by URI, of replies, mentions and quotes
 */
export function groupNotifications(
  entries: NotificationEntry[],
  posts: Map<string, Post> = new Map(),
): NotificationRow[] {
  const rows: NotificationRow[] = []
  for (const entry of entries) {
    const row = isGroupable(entry.reason) ? rows.find((other) => belongs(entry, other)) : undefined
    if (!row) rows.push(toRow(entry, posts))
    else {
      if (!row.actors.some(({ did }) => did === entry.actor.did)) row.actors.push(entry.actor)
      row.isNew ||= !entry.isRead
    }
  }
  return rows
}

function belongs(entry: NotificationEntry, row: NotificationRow): boolean {
  if (entry.reason !== row.reason) return false
  if (entry.reason !== 'subscribed-post' && entry.subjectUri !== row.subjectUri) return false
  if (entry.reason === 'follow' && (entry.isFollowed || row.isFollowed)) return false
  return Math.abs(Date.parse(row.at) - Date.parse(entry.at)) < window
}

function toRow({ actor, isRead, ...entry }: NotificationEntry, posts: Map<string, Post>): NotificationRow {
  const post = isConversation(entry.reason) ? posts.get(entry.uri) : undefined
  const words = describeNotification(entry)
  return { ...entry, words, isNew: !isRead, actors: [actor], ...(post ? { post } : {}) }
}
