// Schema of main.db, continued: who may come in, what administrators did, what was set in the browser.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Links with which somebody new comes in, once: only the SHA-256 of a code is stored. */
export const invites = sqliteTable('invites', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  codeHash: text('code_hash').notNull().unique(),
  /** Whom it is for, as its maker says. */
  note: text('note').notNull(),
  /** What who uses it becomes. */
  role: text('role', { enum: ['administrator', 'member', 'reader'] }).notNull(),
  /** The maker's handle. */
  madeBy: text('made_by').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  /** The handle of who used it. */
  usedBy: text('used_by'),
})

/** What administrators did, newest last. Handles are those of that time; rows stay when people go. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    /** A handle, or `command line`. */
    actor: text('actor').notNull(),
    actorDid: text('actor_did'),
    /** Such as `person.suspend`. */
    action: text('action').notNull(),
    /** A handle, or what else it was done to. */
    subject: text('subject').notNull(),
    subjectDid: text('subject_did'),
    /** More of it, in words. */
    detail: text('detail').notNull(),
    /** The network address it was done from. */
    address: text('address'),
  },
  (table) => [
    index('audit_log_action').on(table.action),
    index('audit_log_actor').on(table.actor),
    index('audit_log_subject').on(table.subject),
  ],
)

/** What administrators set in the browser, by name. The configuration wins over it. */
export const boxSettings = sqliteTable('box_settings', {
  name: text('name').primaryKey(),
  value: text('value', { mode: 'json' }).$type<unknown>().notNull(),
  updatedAt: integer('updated_at').notNull(),
})
