import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { openDatabase } from '#db/client.ts'
import { listApplied, migrateUp } from '#db/migrate.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'db', 'migrations')

function runRollback(dataDir: string, ...words: string[]) {
  const command = [join(import.meta.dirname, 'rollback.ts'), ...words]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    encoding: 'utf8',
  })
  return { status, said: `${stdout}${stderr}`.trim() }
}

function makeFolder(t: TestContext): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-rollback-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  return dataDir
}

describe('rollback', () => {
  it('undoes the newest migrations of a database and says which', async (t) => {
    const dataDir = makeFolder(t)
    const db = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
    t.after(() => db.$client.close())
    const applied = await migrateUp(db, { name: 'main', folder }, 1)
    assert.deepEqual(runRollback(dataDir, 'main', '1'), { status: 0, said: `undone in main.db: ${applied.at(-1)}` })
    assert.deepEqual(await listApplied(db), applied.slice(0, -1))
  })

  it('refuses what it does not understand', (t) => {
    const dataDir = makeFolder(t)
    for (const words of [[], ['main'], ['people', '1'], ['main', '0'], ['main', 'all']]) {
      const { status, said } = runRollback(dataDir, ...words)
      assert.equal(status, 2)
      assert.match(said, /^usage:/)
    }
    assert.match(runRollback(dataDir, 'main', '1').said, /^There is no .*main\.db/)
  })
})
