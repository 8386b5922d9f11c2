// Schema of main.db, continued: what is posted later.
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { drafts } from './main.ts'

/**
 * When a draft is posted. `try_at` is `post_at` at first and later after a failure that may pass; whoever posts claims
 * the row for a while, so that nobody else does. One that failed waits for its author. Times in ms.
 */
export const scheduledPosts = sqliteTable(
  'scheduled_posts',
  {
    userId: integer('user_id').notNull(),
    draftId: text('draft_id').notNull(),
    postAt: integer('post_at').notNull(),
    timeZone: text('time_zone').notNull(),
    state: text('state', { enum: ['waiting', 'failed', 'posted'] }).notNull(),
    tryAt: integer('try_at').notNull(),
    attempts: integer('attempts').notNull(),
    failure: text('failure'),
    claimedUntil: integer('claimed_until').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.draftId] }),
    foreignKey({ columns: [table.userId, table.draftId], foreignColumns: [drafts.userId, drafts.id] }).onDelete(
      'cascade',
    ),
    index('scheduled_posts_due').on(table.state, table.tryAt),
  ],
)
