// Schema of index.db: the network as the feeds need it. Written by `stream` only, rebuildable.
import {
  blob,
  customType,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'

/** A column that keeps what it is given: 64-bit integers beside text. SQLite converts nothing in a BLOB column. */
export const asGiven = customType<{ data: bigint | string; driverData: bigint | string }>({ dataType: () => 'blob' })

/**
 * Authors of kept posts, and accounts that are not active. `rev` and `data` (digest of the MST's root) are those of the
 * last commit seen: they keep a replayed commit from bringing back what was deleted.
 */
export const actors = sqliteTable(
  'actors',
  {
    id: integer('id').primaryKey(),
    did: text('did').notNull().unique(),
    handle: text('handle').notNull(),
    signingKey: text('signing_key').notNull(),
    rev: text('rev').notNull(),
    data: blob('data', { mode: 'buffer' }),
    status: text('status').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** 1 while a labeler hides the account or has taken it down. */
    hidden: integer('hidden'),
  },
  (table) => [index('actors_updated_at').on(table.updatedAt)],
)

/**
 * Posts that at least one feed keeps, packed (decisions 025 and 032): `rkey` is an integer where it is a TID, `cid` the
 * digest alone, `labels` JSON or absent, `text` the rest of the record and both times (db/queries/post-body.ts). Rows from
 * before have text as text, `langs` joined by commas, and facets, embed, reply and tags in `parts`.
 */
export const indexedPosts = sqliteTable(
  'indexed_posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    authorId: integer('author_id')
      .notNull()
      .references(() => actors.id),
    rkey: asGiven('rkey').notNull(),
    cid: blob('cid', { mode: 'buffer' }).notNull(),
    text: text('text').notNull(),
    langs: text('langs'),
    labels: text('labels'),
    parts: blob('parts', { mode: 'buffer' }),
    createdAt: integer('created_at').notNull(),
    indexedAt: integer('indexed_at').notNull(),
    /** 1 while a labeler hides it or has taken it down. */
    hidden: integer('hidden'),
  },
  (table) => [uniqueIndex('indexed_posts_author_rkey').on(table.authorId, table.rkey)],
)

/**
 * Which post is in which feed; with a negative `feed_id`: which feed it waits for (see item-steps.ts). Pages go by `(sort_key, post_id)`, so that equal times are never skipped. The table is
 * its own index (WITHOUT ROWID, in the migration).
 */
export const feedItems = sqliteTable(
  'feed_items',
  {
    feedId: integer('feed_id').notNull(),
    sortKey: integer('sort_key').notNull(),
    postId: integer('post_id')
      .notNull()
      .references(() => indexedPosts.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.feedId, table.sortKey, table.postId] }),
    uniqueIndex('feed_items_post').on(table.postId, table.feedId),
  ],
)

/**
 * Every post of the last hours, unverified, packed like `indexed_posts`. `did` is without `did:plc:`. A row without
 * `cid` is what is left of a post that was removed: it keeps a replayed commit from bringing it back. `rev` is a TID.
 */
export const windowPosts = sqliteTable(
  'window_posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    did: text('did').notNull(),
    rkey: asGiven('rkey').notNull(),
    rev: text('rev').notNull(),
    cid: blob('cid', { mode: 'buffer' }),
    text: text('text').notNull(),
    langs: text('langs'),
    labels: text('labels'),
    parts: blob('parts', { mode: 'buffer' }),
    createdAt: integer('created_at').notNull(),
    indexedAt: integer('indexed_at').notNull(),
    likes: integer('likes').notNull().default(0),
    reposts: integer('reposts').notNull().default(0),
    replies: integer('replies').notNull().default(0),
    quotes: integer('quotes').notNull().default(0),
  },
  (table) => [uniqueIndex('window_posts_did_rkey').on(table.did, table.rkey)],
)

/** What kept posts have got, counted from the firehose. */
export const postEngagement = sqliteTable('post_engagement', {
  postId: integer('post_id')
    .primaryKey()
    .references(() => indexedPosts.id, { onDelete: 'cascade' }),
  likes: integer('likes').notNull().default(0),
  reposts: integer('reposts').notNull().default(0),
  replies: integer('replies').notNull().default(0),
  quotes: integer('quotes').notNull().default(0),
})

/**
 * Which record counted for which kept post, so that its end counts down. `record` is a hash (53 bits) of its URI and
 * `kind`, the column of post_engagement; `at` is when it came.
 */
export const engagementRecords = sqliteTable(
  'engagement_records',
  {
    record: integer('record').primaryKey(),
    postId: integer('post_id').notNull(),
    kind: text('kind', { enum: ['likes', 'reposts', 'replies', 'quotes'] }).notNull(),
    at: integer('at').notNull().default(0),
  },
  (table) => [index('engagement_records_post').on(table.postId)],
)

/** What labelers say of kept posts and of their authors: `uri` is an at-uri or a DID. `exp` in ms. */
export const appliedLabels = sqliteTable(
  'applied_labels',
  {
    uri: text('uri').notNull(),
    src: text('src').notNull(),
    val: text('val').notNull(),
    exp: integer('exp'),
  },
  (table) => [primaryKey({ columns: [table.uri, table.src, table.val] })],
)

/**
 * How much somebody posts, as the stream has seen it. `days` holds a count for each of the last 30 days (UTC), two
 * bytes each, the newest first, as of `day` (days since 1970). `since_day` is when counting began. Of the authors of the whole
 * network the most recent stay.
 */
export const authorStats = sqliteTable(
  'author_stats',
  {
    did: text('did').primaryKey(),
    totalPosts: integer('total_posts').notNull(),
    postsLast7d: integer('posts_last_7d').notNull(),
    postsLast30d: integer('posts_last_30d').notNull(),
    avgPostsPerDay: real('avg_posts_per_day').notNull(),
    lastPostAt: integer('last_post_at').notNull(),
    days: blob('days', { mode: 'buffer' }).notNull(),
    day: integer('day').notNull(),
    sinceDay: integer('since_day').notNull(),
  },
  (table) => [
    index('author_stats_rate').on(table.avgPostsPerDay),
    index('author_stats_last_post_at').on(table.lastPostAt),
  ],
)

/** The order of a feed that is not sorted by time, as it was at `made_at`: ids of posts, 8 bytes each (big endian). */
export const feedRankings = sqliteTable(
  'feed_rankings',
  {
    feedId: integer('feed_id').notNull(),
    madeAt: integer('made_at').notNull(),
    posts: blob('posts', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.feedId, table.madeAt] })],
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
