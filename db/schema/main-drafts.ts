// Schema of main.db, continued: drafts that the network keeps as well.
import { integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import { users } from './main.ts'

/**
 * Which draft of the network (app.bsky.draft) is which draft here. A row outlives its draft until the network has deleted
 * its own, and a day longer, because the network goes on listing it for a while.
 */
export const networkDrafts = sqliteTable(
  'network_drafts',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    networkId: text('network_id').notNull(),
    draftId: text('draft_id').notNull(),
    /** `updated_at` of the draft that the network has; 0 for none. */
    syncedVersion: integer('synced_version').notNull(),
    /** Fingerprints of what was sent last: whatever else stands there was written elsewhere. */
    sent: text('sent', { mode: 'json' }).$type<string[]>().notNull(),
    deletedAt: integer('deleted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.networkId] }),
    unique('network_drafts_draft').on(table.userId, table.draftId),
  ],
)
