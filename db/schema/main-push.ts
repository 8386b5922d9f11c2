// Schema of main.db, continued: who is told by push messages.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sessions, users } from './main.ts'

/**
 * Browsers that want to be told. What a push service needs (RFC 8030, RFC 8291) is sealed; the endpoint's SHA-256 finds
 * it again. Signing out ends it.
 */
export const pushSubscriptions = sqliteTable(
  'push_subscriptions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    endpointHash: text('endpoint_hash').notNull().unique(),
    sealed: text('sealed').notNull(),
    createdAt: integer('created_at').notNull(),
    /** When the push service last took something, and since when it has taken nothing. */
    sentAt: integer('sent_at'),
    failingSince: integer('failing_since'),
  },
  (table) => [
    index('push_subscriptions_user').on(table.userId),
    index('push_subscriptions_session').on(table.sessionId),
  ],
)

/** When somebody wants no push messages (minutes after midnight in `time_zone`), and up to when they were told. */
export const pushRules = sqliteTable('push_rules', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  quietFrom: integer('quiet_from'),
  quietUntil: integer('quiet_until'),
  timeZone: text('time_zone').notNull(),
  toldAt: integer('told_at').notNull(),
})

/** Whose posts somebody asked to hear about (app.bsky.notification.putActivitySubscription), so that `stream` sees them. */
export const watchedAuthors = sqliteTable(
  'watched_authors',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    authorDid: text('author_did').notNull(),
    withReplies: integer('with_replies', { mode: 'boolean' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.authorDid] })],
)
