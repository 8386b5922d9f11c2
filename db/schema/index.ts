// Schema of index.db: the network as the feeds need it. Written by `stream` only, rebuildable.
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/**
 * Authors of kept posts, and accounts that are not active. `rev` and `data` (root of the MST) are those of the last
 * commit seen: they keep a replayed commit from bringing back what was deleted.
 */
export const actors = sqliteTable(
  'actors',
  {
    did: text('did').primaryKey(),
    handle: text('handle').notNull(),
    signingKey: text('signing_key').notNull(),
    rev: text('rev').notNull(),
    data: text('data').notNull().default(''),
    status: text('status').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('actors_updated_at').on(table.updatedAt)],
)

/** Posts that at least one feed keeps. `labels` and `embeds` are JSON taken from the record. */
export const indexedPosts = sqliteTable(
  'indexed_posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uri: text('uri').notNull().unique(),
    cid: text('cid').notNull(),
    authorDid: text('author_did').notNull(),
    authorHandle: text('author_handle').notNull(),
    text: text('text').notNull(),
    facets: text('facets', { mode: 'json' }).$type<unknown>(),
    langs: text('langs', { mode: 'json' }).$type<string[]>(),
    labels: text('labels', { mode: 'json' }).$type<string[]>(),
    embeds: text('embeds', { mode: 'json' }).$type<unknown>(),
    reply: text('reply', { mode: 'json' }).$type<{ root: string; parent: string }>(),
    createdAt: integer('created_at').notNull(),
    indexedAt: integer('indexed_at').notNull(),
  },
  (table) => [
    index('indexed_posts_author').on(table.authorDid),
    index('indexed_posts_created_at').on(table.createdAt),
    index('indexed_posts_author_created_at').on(table.authorDid, table.createdAt),
  ],
)

/** Which post is in which feed. Pages go by `(sort_key, post_id)`, so that equal times are never skipped. */
export const feedItems = sqliteTable(
  'feed_items',
  {
    feedId: integer('feed_id').notNull(),
    postId: integer('post_id')
      .notNull()
      .references(() => indexedPosts.id, { onDelete: 'cascade' }),
    sortKey: integer('sort_key').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.feedId, table.postId] }),
    index('feed_items_page').on(table.feedId, table.sortKey, table.postId),
    index('feed_items_post').on(table.postId),
  ],
)

/** The last consecutive finished event of each firehose. */
export const firehoseCursors = sqliteTable('firehose_cursors', {
  source: text('source').primaryKey(),
  seq: integer('seq').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** Frames that could not be understood or trusted, kept for a look. Bounded by the ingest runner. */
export const quarantinedFrames = sqliteTable(
  'quarantined_frames',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    source: text('source').notNull(),
    seq: integer('seq'),
    did: text('did'),
    reason: text('reason').notNull(),
    frame: blob('frame', { mode: 'buffer' }).notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (table) => [index('quarantined_frames_received_at').on(table.receivedAt)],
)

/** Events whose author's identity could not be read for long, tried again later in the order of their `seq`. */
export const deferredEvents = sqliteTable(
  'deferred_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    source: text('source').notNull(),
    seq: integer('seq').notNull(),
    did: text('did').notNull(),
    reason: text('reason').notNull(),
    frame: blob('frame', { mode: 'buffer' }).notNull(),
    attempts: integer('attempts').notNull(),
    retryAt: integer('retry_at').notNull(),
  },
  (table) => [
    uniqueIndex('deferred_events_source_seq').on(table.source, table.seq),
    index('deferred_events_did').on(table.did),
    index('deferred_events_retry_at').on(table.retryAt),
  ],
)

/** Where a firehose is known to have left something out: after `from_seq`, up to `to_seq` once that is known. */
export const firehoseGaps = sqliteTable('firehose_gaps', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  source: text('source').notNull(),
  reason: text('reason').notNull(),
  fromSeq: integer('from_seq'),
  toSeq: integer('to_seq'),
  notedAt: integer('noted_at').notNull(),
})

/**
 * Events of the firehose that are about somebody with a session here, until the AppView has been asked about them.
 * They are counted and never shown: nobody has verified them.
 */
export const notificationEvents = sqliteTable(
  'notification_events',
  {
    userDid: text('user_did').notNull(),
    uri: text('uri').notNull(),
    reason: text('reason').notNull(),
    seenAt: integer('seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userDid, table.uri, table.reason] }),
    index('notification_events_user_seen_at').on(table.userDid, table.seenAt),
    index('notification_events_uri').on(table.uri),
    index('notification_events_seen_at').on(table.seenAt),
  ],
)
