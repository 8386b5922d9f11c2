// Schema of main.db: people, their sessions and what is theirs. Written by `web` only.
import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'

/** People who have signed in here, or were added before they did (`last_signed_in_at` is 0). */
export const users = sqliteTable(
  'users',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    did: text('did').notNull().unique(),
    handle: text('handle').notNull(),
    role: text('role', { enum: ['administrator', 'member', 'reader'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    lastSignedInAt: integer('last_signed_in_at').notNull(),
    /** Since when they may not come in; null for everybody else. */
    suspendedAt: integer('suspended_at'),
  },
  (table) => [index('users_handle').on(table.handle)],
)

/** One row a signed-in browser. The cookie holds a random id; only its SHA-256 is stored. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    /** SHA-256 of the cookie that a browser's accounts share: the sessions between which it may switch. */
    deviceHash: text('device_hash'),
    kind: text('kind', { enum: ['oauth', 'password'] }).notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('sessions_expires_at').on(table.expiresAt),
    index('sessions_user').on(table.userId, table.kind),
    index('sessions_device').on(table.deviceHash),
  ],
)

/** How somebody wants this box to look and to read (BoxPreferences as JSON). */
export const preferences = sqliteTable('preferences', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  values: text('values', { mode: 'json' }).$type<unknown>().notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** What lets this box act for a person upstream: the OAuth token set or the app-password session, sealed. */
export const credentials = sqliteTable(
  'credentials',
  {
    did: text('did').notNull(),
    kind: text('kind', { enum: ['oauth', 'password'] }).notNull(),
    sealed: text('sealed').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.did, table.kind] })],
)

/** OAuth requests under way, sealed; rows expire because the library never removes them. */
export const oauthStates = sqliteTable(
  'oauth_states',
  {
    key: text('key').primaryKey(),
    sealed: text('sealed').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('oauth_states_expires_at').on(table.expiresAt)],
)

/**
 * How far a person has read in a feed of their home page: `feed` is its at-uri, or `following`. A place is a post and
 * when it came into the feed (`…_at`, as all times): should the post go, the time still tells.
 */
export const readingPositions = sqliteTable(
  'reading_positions',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    feed: text('feed').notNull(),
    /** The newest post that was shown. */
    newestUri: text('newest_uri').notNull(),
    newestAt: integer('newest_at').notNull(),
    /** Where reading ended the time before. */
    leftUri: text('left_uri').notNull(),
    leftAt: integer('left_at').notNull(),
    /** When that was. */
    leftSeenAt: integer('left_seen_at').notNull(),
    /** What stood on top of the window last, where a browser told. */
    viewUri: text('view_uri'),
    viewAt: integer('view_at'),
    seenAt: integer('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.feed] })],
)

/** Counters that say "look again": `feeds` goes up with every change of a feed, in the same batch. */
export const changeCounters = sqliteTable('change_counters', {
  name: text('name').primaryKey(),
  value: integer('value').notNull(),
})

/** What somebody searched for lately, in shorthand. Only the newest are kept. */
export const recentSearches = sqliteTable(
  'recent_searches',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    query: text('query').notNull(),
    searchedAt: integer('searched_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.query] })],
)

/** Searches that somebody follows like a feed: /searches/<id>. `query` is in shorthand. */
export const savedSearches = sqliteTable(
  'saved_searches',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    query: text('query').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('saved_searches_user').on(table.userId)],
)

/** Files that people have added to what they write; the files lie in the folder `uploads`. */
export const uploads = sqliteTable(
  'uploads',
  {
    /** Random, and part of the address. */
    id: text('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['picture', 'video', 'gif', 'captions', 'card'] }).notNull(),
    mime: text('mime').notNull(),
    width: integer('width'),
    height: integer('height'),
    bytes: integer('bytes').notNull(),
    durationMs: integer('duration_ms'),
    state: text('state', { enum: ['kept', 'converting', 'sending', 'processing', 'ready', 'failed'] }).notNull(),
    progress: integer('progress').notNull(),
    problem: text('problem'),
    /** The video service's name for its work on it. */
    jobId: text('job_id'),
    /** The blob it has become, as JSON, on the server that `sent_to` names. */
    blob: text('blob', { mode: 'json' }).$type<Record<string, unknown>>(),
    sentTo: text('sent_to'),
    createdAt: integer('created_at').notNull(),
    usedAt: integer('used_at').notNull(),
  },
  (table) => [index('uploads_user').on(table.userId), index('uploads_used_at').on(table.usedAt)],
)

/** Lists of people that are on this box only: no record says that they are there. `key` is the form's, made once. */
export const privateLists = sqliteTable(
  'private_lists',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    /** Whether it is a tab of its owner's home page. */
    isPinned: integer('is_pinned', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [unique('private_lists_user_key').on(table.userId, table.key)],
)

export const privateListMembers = sqliteTable(
  'private_list_members',
  {
    listId: integer('list_id')
      .notNull()
      .references(() => privateLists.id, { onDelete: 'cascade' }),
    did: text('did').notNull(),
    addedAt: integer('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.listId, table.did] })],
)

/**
 * What somebody writes, kept with every step: whatever is sent from a composer is in here first. The person's browser
 * makes the id, with the form. `updated_at` is the version that a later save must name. A draft that was posted stays a
 * while, so that a form sent again is answered as the first time.
 */
export const drafts = sqliteTable(
  'drafts',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** A TID. */
    id: text('id').notNull(),
    /** DraftContent of types/draft.ts. */
    content: text('content', { mode: 'json' }).$type<unknown>().notNull(),
    replyUri: text('reply_uri'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    postedAt: integer('posted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    index('drafts_updated_at').on(table.userId, table.updatedAt),
  ],
)

/** The languages somebody wrote in last (BCP 47), for the next form. */
export const writingLanguages = sqliteTable('writing_languages', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  langs: text('langs', { mode: 'json' }).$type<string[]>().notNull(),
})
