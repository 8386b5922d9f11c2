// Schema of cache.db: what can be fetched again. Written by `web` only, thrown away at will.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Public profiles (app.bsky.actor.defs#profileViewDetailed) as the AppView gave them. */
export const cachedProfiles = sqliteTable(
  'cached_profiles',
  {
    did: text('did').primaryKey(),
    handle: text('handle').notNull(),
    view: text('view', { mode: 'json' }).$type<unknown>().notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('cached_profiles_handle').on(table.handle),
    index('cached_profiles_expires_at').on(table.expiresAt),
  ],
)

/** Public posts (app.bsky.feed.defs#postView) as the AppView gave them to nobody in particular. */
export const cachedPosts = sqliteTable(
  'cached_posts',
  {
    uri: text('uri').primaryKey(),
    view: text('view', { mode: 'json' }).$type<unknown>().notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('cached_posts_expires_at').on(table.expiresAt)],
)

/** Pictures in `DATA_DIR/pictures`, by the name of their file: what they weigh, and when somebody last looked. */
export const cachedPictures = sqliteTable(
  'cached_pictures',
  {
    name: text('name').primaryKey(),
    bytes: integer('bytes').notNull(),
    usedAt: integer('used_at').notNull(),
  },
  (table) => [index('cached_pictures_used_at').on(table.usedAt)],
)

/**
 * What the AppView listed for somebody (app.bsky.notification.listNotifications), newest ones only. `entry` is a
 * NotificationEntry: what a page prints, already judged by the person's settings. Times in ms.
 */
export const notifications = sqliteTable(
  'notifications',
  {
    userDid: text('user_did').notNull(),
    uri: text('uri').notNull(),
    reason: text('reason').notNull(),
    isRead: integer('is_read', { mode: 'boolean' }).notNull(),
    indexedAt: integer('indexed_at').notNull(),
    entry: text('entry', { mode: 'json' }).$type<unknown>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userDid, table.uri, table.reason] }),
    index('notifications_user_read_at').on(table.userDid, table.isRead, table.indexedAt),
    index('notifications_user_at').on(table.userDid, table.indexedAt),
  ],
)

/** How far somebody has read their notifications, and when they were last asked for. Times in ms, 0 for never. */
export const notificationCursors = sqliteTable('notification_cursors', {
  userDid: text('user_did').primaryKey(),
  seenAt: integer('seen_at').notNull(),
  fetchedAt: integer('fetched_at').notNull(),
})

/** What readers of a feed have seen of it, as their clients tell (app.bsky.feed.sendInteractions). Swept by age. */
export const seenPosts = sqliteTable(
  'seen_posts',
  {
    viewerDid: text('viewer_did').notNull(),
    uri: text('uri').notNull(),
    seenAt: integer('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.viewerDid, table.uri] }), index('seen_posts_seen_at').on(table.seenAt)],
)

/**
 * How this box was, for the charts of the administration: a row a minute for a day, a row an hour for 90 days. `at` is
 * when it began and `span` how long it is, in ms; `values` are SampleValues. Throwing the cache away costs the charts.
 */
export const samples = sqliteTable(
  'samples',
  {
    span: integer('span').notNull(),
    at: integer('at').notNull(),
    values: text('values', { mode: 'json' }).$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.span, table.at] })],
)
