// main.db: leases, where several `web` share it.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Who may do `name` alone, until when (ms). */
export const leases = sqliteTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  until: integer('until').notNull(),
})
