// Schema of cache.db: what can be fetched again. Written by `web` only, thrown away at will.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
