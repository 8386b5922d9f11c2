// Schema of main.db, continued: feeds, what they were, who asks for them, and keys to change them from outside.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './main.ts'

/** Feeds made here. `slug` names the public page /f/<slug>. */
export const feeds = sqliteTable(
  'feeds',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    ownerId: integer('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull().unique(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    isPublished: integer('is_published', { mode: 'boolean' }).notNull(),
    /** Who may see its page: its owner, whoever has the link with `secret_key`, anybody. */
    visibility: text('visibility', { enum: ['private', 'secret', 'public'] })
      .notNull()
      .default('public'),
    secretKey: text('secret_key'),
    /** What of the definition is neither source nor filter: order, perAuthor, gapMinutes, pinned, unique. */
    ordering: text('ordering', { mode: 'json' }).$type<Record<string, unknown>>().notNull().default({}),
    /** Of the record app.bsky.feed.generator: the part of `contentMode` after `#`, and the avatar, a key of uploads. */
    contentMode: text('content_mode'),
    avatar: text('avatar'),
    acceptsInteractions: integer('accepts_interactions', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('feeds_owner').on(table.ownerId), index('feeds_is_published').on(table.isPublished)],
)

/** Where a feed looks. `source_config` is the source of the definition, without its type. */
export const feedSources = sqliteTable(
  'feed_sources',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    feedId: integer('feed_id')
      .notNull()
      .references(() => feeds.id, { onDelete: 'cascade' }),
    sourceType: text('source_type').notNull(),
    sourceConfig: text('source_config', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [index('feed_sources_feed').on(table.feedId)],
)

/** What a feed keeps of it. Lower `priority` is looked at first. */
export const feedFilters = sqliteTable(
  'feed_filters',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    feedId: integer('feed_id')
      .notNull()
      .references(() => feeds.id, { onDelete: 'cascade' }),
    filterType: text('filter_type').notNull(),
    filterConfig: text('filter_config', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    priority: integer('priority').notNull(),
  },
  (table) => [index('feed_filters_feed_priority').on(table.feedId, table.priority)],
)

/** A published feed's record on the network (app.bsky.feed.generator). */
export const feedMetadata = sqliteTable('feed_metadata', {
  feedId: integer('feed_id')
    .primaryKey()
    .references(() => feeds.id, { onDelete: 'cascade' }),
  atUri: text('at_uri').notNull().unique(),
  cid: text('cid').notNull(),
  publishedAt: integer('published_at').notNull(),
})

/** What a feed was before each change, the newest few: `definition` is the whole document. */
export const feedVersions = sqliteTable(
  'feed_versions',
  {
    feedId: integer('feed_id')
      .notNull()
      .references(() => feeds.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    definition: text('definition', { mode: 'json' }).$type<unknown>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.feedId, table.version] })],
)

/** How often the network asked for a feed, by day (UTC, `2026-11-21`). */
export const feedRequests = sqliteTable(
  'feed_requests',
  {
    feedId: integer('feed_id')
      .notNull()
      .references(() => feeds.id, { onDelete: 'cascade' }),
    day: text('day').notNull(),
    requests: integer('requests').notNull(),
    lastRequestAt: integer('last_request_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.feedId, table.day] })],
)

/** Who has read a personal feed, so that posts of whom they follow are kept. Forgotten a month after they last did. */
export const feedReaders = sqliteTable(
  'feed_readers',
  {
    did: text('did').primaryKey(),
    firstReadAt: integer('first_read_at').notNull(),
    lastReadAt: integer('last_read_at').notNull(),
  },
  (table) => [index('feed_readers_last_read_at').on(table.lastReadAt)],
)

/** Keys of /api: only the SHA-256 is stored, `hint` is how the key begins. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    keyHash: text('key_hash').notNull().unique(),
    hint: text('hint').notNull(),
    mayWrite: integer('may_write', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
  },
  (table) => [index('api_keys_user').on(table.userId)],
)
