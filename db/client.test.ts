// What a busy database leaves behind.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from './client.ts'

test('a write that found the database busy stands in no later transaction’s way', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-client-'))
  const url = `file:${join(folder, 'index.db')}`
  const own = (await openDatabase('index', url, { access: 'write' })).$client
  const other = (await openDatabase('index', url, { access: 'write' })).$client
  t.after(() => {
    own.close()
    other.close()
    rmSync(folder, { recursive: true })
  })
  await own.execute('CREATE TABLE things (id INTEGER PRIMARY KEY)')
  await own.execute({ sql: 'INSERT INTO things VALUES (?)', args: [1] })
  const lock = await other.transaction('write')
  await assert.rejects(own.execute('DELETE FROM things WHERE id IN (SELECT id FROM things LIMIT 5)'), /SQLITE_BUSY/)
  await assert.rejects(own.batch(['DELETE FROM things']), /SQLITE_BUSY/)
  await lock.rollback()
  await own.batch(['INSERT INTO things VALUES (2)', 'INSERT INTO things VALUES (3)'])
  const { rows } = await own.execute('WITH all_of AS (SELECT id FROM things) SELECT count(*) AS n FROM all_of')
  assert.equal(rows[0]?.n, 3)
  const gone = await own.execute('DELETE FROM things')
  assert.equal(gone.rowsAffected, 3)
})
