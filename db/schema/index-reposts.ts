// Schema of index.db, continued: what people repost, where a feed takes that. Rebuildable.
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { actors, asGiven, indexedPosts } from './index.ts'

/**
 * Reposts that brought a post into a feed, and those that came after them and would have. `sort_key` is the time of the
 * repost, later than the post and unlike any other of the post in this feed: an item with this very sort key stands
 * there by this repost. The table is its own index (WITHOUT ROWID, in the migration).
 */
export const feedReposts = sqliteTable(
  'feed_reposts',
  {
    postId: integer('post_id')
      .notNull()
      .references(() => indexedPosts.id, { onDelete: 'cascade' }),
    feedId: integer('feed_id').notNull(),
    actorId: integer('actor_id')
      .notNull()
      .references(() => actors.id),
    rkey: asGiven('rkey').notNull(),
    sortKey: integer('sort_key').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.postId, table.feedId, table.actorId, table.rkey] }),
    index('feed_reposts_actor').on(table.actorId, table.rkey),
  ],
)

/** Reposts whose post has to be looked at before feeds are asked. `subject` is its URI; times in ms. */
export const awaitedReposts = sqliteTable(
  'awaited_reposts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    actorId: integer('actor_id')
      .notNull()
      .references(() => actors.id),
    rkey: asGiven('rkey').notNull(),
    subject: text('subject').notNull(),
    createdAt: integer('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    retryAt: integer('retry_at').notNull(),
  },
  (table) => [uniqueIndex('awaited_reposts_actor_rkey').on(table.actorId, table.rkey)],
)
