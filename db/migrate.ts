// Applies and undoes migrations, each in one transaction together with its row in schema_migrations.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@libsql/client'
import { type DatabaseName, isOnServer, openDatabase } from './client.ts'

type Database = { $client: Client }
type Place = { name: DatabaseName; folder: string }

/** Names of the migrations written for `name`, oldest first, as drizzle-kit's journal lists them. */
export function listWritten({ name, folder }: Place): string[] {
  const journal = JSON.parse(readFileSync(join(folder, name, 'meta', '_journal.json'), 'utf8'))
  return journal.entries.map((entry: { tag: string }) => entry.tag)
}

/** Names of the migrations that `db` has, oldest first. */
export async function listApplied(db: Database): Promise<string[]> {
  await db.$client.execute(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY NOT NULL, applied_at integer NOT NULL)',
  )
  return readApplied(db)
}

/** The same of a database that SkyPanel has opened before, without writing to it. */
export async function readApplied(db: Database): Promise<string[]> {
  const { rows } = await db.$client.execute('SELECT name FROM schema_migrations ORDER BY rowid')
  return rows.map((row) => String(row.name))
}

/** `migrate` runs with foreign keys off, as SQLite's own procedure for changing tables asks (lang_altertable.html §7). */
async function runFile(db: Database, file: string, bookkeeping: { sql: string; args: (string | number)[] }) {
  const statements = readFileSync(file, 'utf8')
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '')
  await db.$client.migrate([...statements.map((statement) => ({ sql: statement, args: [] })), bookkeeping])
}

/**
 * Brings `db` to the newest schema.
 * @returns the names of the migrations applied now
 * @throws Error when the database was written by a newer SkyPanel, or a migration fails: it is then left as it was
 */
export async function migrateUp(db: Database, place: Place, now: number): Promise<string[]> {
  const written = listWritten(place)
  const applied = await listApplied(db)
  const unknown = applied.filter((name) => !written.includes(name))
  if (unknown.length > 0) {
    throw new Error(`${place.name}.db has migrations that this version does not know: ${unknown.join(', ')}`)
  }
  const pending = written.filter((name) => !applied.includes(name))
  for (const name of pending) {
    await runFile(db, join(place.folder, place.name, `${name}.sql`), {
      sql: 'INSERT INTO schema_migrations (name, applied_at) VALUES (?, ?)',
      args: [name, now],
    }).catch(async (error) => {
      if (!(await wasApplied(db, name))) throw error
    })
  }
  return pending
}

/** Whether another process that shares a database on a server has been faster, and is through with it within 5 s. */
async function wasApplied(db: Database, name: string): Promise<boolean> {
  if (!isOnServer(db)) return false
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await pause(100)) {
    await db.$client.sync()
    if ((await readApplied(db)).includes(name)) return true
  }
  return false
}

/**
 * Undoes the newest migrations of `db`, newest first, with their `.down.sql` files.
 * @param steps how many
 * @returns the names of the migrations undone
 */
export async function migrateDown(db: Database, place: Place, steps: number): Promise<string[]> {
  const undo = (await listApplied(db)).slice(-steps).reverse()
  for (const name of undo) {
    await runFile(db, join(place.folder, place.name, `${name}.down.sql`), {
      sql: 'DELETE FROM schema_migrations WHERE name = ?',
      args: [name],
    })
  }
  return undo
}

/**
 * Opens for reading a file that another process writes and migrates, once it has the newest schema.
 * @param path the database file
 * @throws Error when the writer has not brought it there within `patience` ms
 */
export async function openMigrated<Name extends DatabaseName>(
  place: Place & { name: Name },
  path: string,
  patience: number,
  onError?: (error: unknown) => void,
) {
  const newest = listWritten(place).at(-1)
  for (const deadline = Date.now() + patience; ; await pause(50)) {
    if (existsSync(path)) {
      const db = await openDatabase(place.name, `file:${path}`, { access: 'read', ...(onError ? { onError } : {}) })
      if ((await findNewest(db)) === newest) return db
      db.$client.close()
    }
    if (Date.now() > deadline) throw new Error(`${place.name}.db was not brought up to date within ${patience} ms`)
  }
}

async function findNewest(db: Database): Promise<string | undefined> {
  try {
    const { rows } = await db.$client.execute('SELECT name FROM schema_migrations ORDER BY rowid DESC LIMIT 1')
    return rows[0] && String(rows[0].name)
  } catch (error) {
    if (/no such table|locked|busy/i.test(String(error instanceof Error ? (error.cause ?? error) : error)))
      return undefined
    throw error
  }
}
