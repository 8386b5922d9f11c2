import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { openDatabase } from '#db/client.ts'
import { migrateUp, readApplied } from '#db/migrate.ts'
import { runHere } from '../../../tests/command-line.ts'
import { writeProcessFile } from '../life/process-file.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'db', 'migrations')

function makeFolder(t: TestContext): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-migrate-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  return dataDir
}

async function makeMain(t: TestContext, dataDir: string) {
  const db = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
  t.after(() => db.$client.close())
  return { db, applied: await migrateUp(db, { name: 'main', folder }, 1) }
}

describe('skypanel migrate', () => {
  it('undoes the newest migrations of a database, says which, and applies them again', async (t) => {
    const dataDir = makeFolder(t)
    const { db, applied } = await makeMain(t, dataDir)
    const newest = applied.at(-1)
    const down = await runHere({ DATA_DIR: dataDir }, 'migrate', 'down', 'main', '1')
    assert.deepEqual([down.code, down.said], [0, `undone in main.db: ${newest}`])
    assert.deepEqual(await readApplied(db), applied.slice(0, -1))
    const status = await runHere({ DATA_DIR: dataDir }, 'migrate', 'status', '--json')
    assert.deepEqual(JSON.parse(status.said), [
      { name: 'main', newest: applied.at(-2), applied: applied.slice(0, -1), missing: [newest], unknown: [] },
    ])
    const up = await runHere({ DATA_DIR: dataDir }, 'migrate', 'up')
    assert.deepEqual([up.code, up.said], [0, `main.db: ${newest}`])
    assert.deepEqual(await readApplied(db), applied)
  })

  it('changes nothing while SkyPanel runs', async (t) => {
    const dataDir = makeFolder(t)
    const { db, applied } = await makeMain(t, dataDir)
    writeProcessFile(join(dataDir, 'skypanel.pid'), process.pid)
    for (const words of [['up'], ['down', 'main', '1']]) {
      const { code, noted } = await runHere({ DATA_DIR: dataDir }, 'migrate', ...words)
      assert.equal(code, 1)
      assert.match(noted, /^SkyPanel runs with .*: process \d+\. Stop it first\.$/)
    }
    assert.deepEqual(await readApplied(db), applied)
  })

  it('refuses what it does not understand', async (t) => {
    const dataDir = makeFolder(t)
    for (const words of [[], ['main'], ['people', '1'], ['main', '0'], ['main', 'all'], ['main', '1', '2']]) {
      const { code, noted } = await runHere({ DATA_DIR: dataDir }, 'migrate', 'down', ...words)
      assert.equal(code, 2)
      assert.match(noted, /usage: skypanel migrate down/)
    }
    const { code, noted } = await runHere({ DATA_DIR: dataDir }, 'migrate', 'down', 'main', '1')
    assert.equal(code, 1)
    assert.match(noted, /There is no .*main\.db/)
  })
})
