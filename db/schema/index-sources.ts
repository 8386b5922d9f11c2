// Schema of index.db, continued: the people that feeds take from by the name of a set. Rebuildable.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Lists, starter packs, follows, and who of somebody's follows follows back. `rev` is that of the owner's last commit
 * that was applied; `target` is the list of a starter pack, which has no members of its own.
 */
export const memberSets = sqliteTable('member_sets', {
  id: integer('id').primaryKey(),
  key: text('key').notNull().unique(),
  owner: text('owner').notNull(),
  rev: text('rev').notNull(),
  target: text('target'),
  state: text('state', { enum: ['waiting', 'ready', 'gone', 'failed'] }).notNull(),
  /** Why it could not be read. */
  note: text('note'),
  fetchedAt: integer('fetched_at').notNull(),
})

/** Who is in a set. `record_key` is what a deletion names: the key of the record that put them there. */
export const setMembers = sqliteTable(
  'set_members',
  {
    setId: integer('set_id')
      .notNull()
      .references(() => memberSets.id, { onDelete: 'cascade' }),
    recordKey: text('record_key').notNull(),
    did: text('did').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.setId, table.recordKey] }),
    index('set_members_did').on(table.setId, table.did),
  ],
)

/**
 * How far a feed has been filled with what was there before it: one row a feed, begun anew when `fingerprint` (of its
 * sources and filters) changes. `done` of `total` steps; `found`: posts that came in by it; `place` is where to go on.
 */
export const backfills = sqliteTable('backfills', {
  feedId: integer('feed_id').primaryKey(),
  fingerprint: text('fingerprint').notNull(),
  state: text('state', { enum: ['waiting', 'running', 'done'] }).notNull(),
  phase: text('phase').notNull(),
  place: text('place').notNull(),
  done: integer('done').notNull(),
  total: integer('total').notNull(),
  found: integer('found').notNull(),
  /** What could not be asked, in sentences. */
  note: text('note'),
  startedAt: integer('started_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/**
 * Posts that another feed brought: `key` is the source's (see sourceKey); and those below a post that feeds take replies
 * of: `replies:` and its URI. Bounded for each key.
 */
export const broughtPosts = sqliteTable(
  'brought_posts',
  {
    uri: text('uri').notNull(),
    key: text('key').notNull(),
    seenAt: integer('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uri, table.key] }), index('brought_posts_key').on(table.key, table.seenAt)],
)

/** Feeds of elsewhere that did not answer when they were last asked: `key` is the source's, `since` when it began (ms). */
export const sourceFailures = sqliteTable('source_failures', {
  key: text('key').primaryKey(),
  status: integer('status').notNull(),
  reason: text('reason').notNull(),
  since: integer('since').notNull(),
  triedAt: integer('tried_at').notNull(),
})
