import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { damages } from '../tests/damage-file.ts'
import { lockFile } from '../tests/lock-file.ts'
import { openDatabase } from './client.ts'
import { checkDatabase } from './copy-database.ts'
import { inspectDatabase } from './inspect-database.ts'
import { migrateUp } from './migrate.ts'
import { nameTrouble } from './name-trouble.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-inspect-'))
const sound = join(folder, 'main.db')
const migrations = join(import.meta.dirname, 'migrations')

before(async () => {
  const db = await openDatabase('main', `file:${sound}`, { access: 'write' })
  await migrateUp(db, { name: 'main', folder: migrations }, 1)
  await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  db.$client.close()
})
after(() => rmSync(folder, { recursive: true }))

describe('a look at a database file', () => {
  it('finds nothing wrong with a sound one, an empty one, or none', async () => {
    writeFileSync(join(folder, 'empty.db'), '')
    for (const file of [sound, join(folder, 'empty.db'), join(folder, 'none.db')]) {
      assert.equal(await inspectDatabase(file), undefined)
    }
  })

  for (const [what, damage] of Object.entries(damages)) {
    it(`sees ${what}`, async () => {
      const file = join(folder, `${what.replaceAll(' ', '-')}.db`)
      copyFileSync(sound, file)
      damage(file)
      assert.ok(await inspectDatabase(file))
    })
  }

  it('finds nothing wrong with one that is being written', async () => {
    const db = await openDatabase('main', `file:${sound}`, { access: 'write' })
    await db.$client.execute('CREATE TABLE more AS SELECT hex(randomblob(100000)) AS text')
    assert.equal(await inspectDatabase(sound), undefined)
    db.$client.close()
  })

  it('says that a locked one is locked, not damaged', async () => {
    const file = join(folder, 'locked.db')
    const letGo = await lockFile(file)
    await assert.rejects(checkDatabase(file, 'quickly', 50), (error) => nameTrouble(error) === 'locked')
    await letGo()
    assert.deepEqual(await checkDatabase(file), [])
  })
})
