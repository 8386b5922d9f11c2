import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type DatabaseName, openDatabase } from './client.ts'
import { listApplied, migrateDown, migrateUp, openMigrated } from './migrate.ts'

const migrations = join(import.meta.dirname, 'migrations')

async function openScratch(t: TestContext, name: DatabaseName) {
  const root = mkdtempSync(join(tmpdir(), 'skypanel-migrate-'))
  const file = join(root, `${name}.db`)
  const db = await openDatabase(name, `file:${file}`, { access: 'write' })
  t.after(() => {
    db.$client.close()
    rmSync(root, { recursive: true })
  })
  return { root, file, db }
}

/** Everything that is not SQLite's or the migrator's own. */
async function listSchema(db: Awaited<ReturnType<typeof openScratch>>['db']): Promise<string[]> {
  const { rows } = await db.$client.execute(
    "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations' ORDER BY name",
  )
  return rows.map((row) => String(row.name))
}

describe('migrations', () => {
  for (const name of ['main', 'cache', 'index'] as const) {
    it(`bring ${name}.db up, all the way down and up again`, async (t) => {
      const { db } = await openScratch(t, name)
      const applied = await migrateUp(db, { name, folder: migrations }, 1)
      const schema = await listSchema(db)
      assert(applied.length > 0 && schema.length > 0)
      assert.deepEqual(await migrateUp(db, { name, folder: migrations }, 2), [])
      assert.deepEqual(await migrateDown(db, { name, folder: migrations }, applied.length), applied.toReversed())
      assert.deepEqual(await listSchema(db), [])
      await migrateUp(db, { name, folder: migrations }, 3)
      assert.deepEqual(await listSchema(db), schema)
    })
  }

  it('leave the database as it was when a statement fails, and enforce foreign keys after', async (t) => {
    const { root, db } = await openScratch(t, 'main')
    const folder = join(root, 'migrations')
    cpSync(migrations, folder, { recursive: true })
    await migrateUp(db, { name: 'main', folder }, 1)
    const schema = await listSchema(db)
    addMigration(
      folder,
      '9999_broken',
      'CREATE TABLE half (id integer);\n--> statement-breakpoint\nCREATE TABLE half (id integer);',
    )
    await assert.rejects(migrateUp(db, { name: 'main', folder }, 2), /half/)
    assert.deepEqual(await listSchema(db), schema)
    assert(!(await listApplied(db)).includes('9999_broken'))
    const orphan = 'INSERT INTO feed_filters (feed_id, filter_type, filter_config, priority) VALUES (1, ?, ?, 0)'
    await assert.rejects(db.$client.execute({ sql: orphan, args: ['keywords', '{}'] }), /FOREIGN KEY/)
  })

  it('that are killed in the middle are finished by the next start, up and down', async (t) => {
    const { db: whole } = await openScratch(t, 'main')
    const place = { name: 'main', folder: migrations } as const
    const applied = await migrateUp(whole, place, 1)
    const schema = await listSchema(whole)
    for (const [way, delay] of [
      ['up', 3],
      ['up', 15],
      ['down', 8],
    ] as const) {
      const { db, file } = await openScratch(t, 'main')
      if (way === 'down') await migrateUp(db, place, 1)
      const child = fork(join(import.meta.dirname, '..', 'tests', 'migrate-process.ts'), [file, migrations, way])
      const ended = once(child, 'exit')
      await once(child, 'message')
      await pause(delay)
      child.kill('SIGKILL')
      await ended
      const left = await listApplied(db)
      assert.deepEqual(left, applied.slice(0, left.length), `${way}, after ${delay} ms`)
      await migrateUp(db, place, 2)
      assert.deepEqual(await listSchema(db), schema, `${way}, after ${delay} ms`)
    }
  })

  it('refuse a database of a newer version', async (t) => {
    const { root, db } = await openScratch(t, 'cache')
    const folder = join(root, 'migrations')
    cpSync(migrations, folder, { recursive: true })
    addMigration(folder, '9999_later', 'CREATE TABLE later (id integer);', 'cache')
    await migrateUp(db, { name: 'cache', folder }, 1)
    await assert.rejects(migrateUp(db, { name: 'cache', folder: migrations }, 2), /9999_later/)
  })

  it('let a reader open the file only once its schema is there', async (t) => {
    const { file, db } = await openScratch(t, 'index')
    const place = { name: 'index', folder: migrations } as const
    await assert.rejects(openMigrated(place, file, 100), /not brought up to date/)
    const waiting = openMigrated(place, file, 10_000)
    await migrateUp(db, place, 1)
    const reader = await waiting
    t.after(() => reader.$client.close())
    await assert.rejects(reader.$client.execute('DELETE FROM actors'), /readonly|query_only/i)
  })
})

function addMigration(folder: string, name: string, statements: string, database = 'main') {
  writeFileSync(join(folder, database, `${name}.sql`), statements)
  const journal = join(folder, database, 'meta', '_journal.json')
  const { entries } = JSON.parse(readFileSync(journal, 'utf8'))
  writeFileSync(journal, JSON.stringify({ entries: [...entries, { tag: name }] }))
}
