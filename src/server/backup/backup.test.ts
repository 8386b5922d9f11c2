import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import { create } from 'tar'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { digestDatabase } from '../../../tests/digest-database.ts'
import { listBackups, makeBackup, timeOfBackup } from './make-backup.ts'
import { finishRestore, restoreBackup } from './restore-backup.ts'
import { BadBackup } from './unpack-backup.ts'

const migrations = join(import.meta.dirname, '..', '..', '..', 'db', 'migrations')
const passphrase = 'a sleeper to Vienna'

async function makeBox(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'skypanel-backup-'))
  const dataDir = join(root, 'data')
  mkdirSync(join(dataDir, 'secrets'), { recursive: true })
  mkdirSync(join(dataDir, 'uploads', '1'), { recursive: true })
  mkdirSync(join(dataDir, 'uploads', 'new'), { recursive: true })
  writeFileSync(join(dataDir, 'secrets', 'sealing-key'), 'the key')
  writeFileSync(join(dataDir, 'uploads', '1', 'picture'), Buffer.alloc(70_000, 7))
  writeFileSync(join(dataDir, 'uploads', 'new', 'half'), 'half')
  const db = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
  await migrateUp(db, { name: 'main', folder: migrations }, 1)
  t.after(() => {
    db.$client.close()
    rmSync(root, { recursive: true })
  })
  let people = 0
  const addPerson = () =>
    db.$client.execute({
      sql: "INSERT INTO users (did, handle, role, created_at, last_signed_in_at) VALUES (?, 'x.test', 'member', 1, 1)",
      args: [`did:plc:${people++}`],
    })
  await addPerson()
  let time = Date.UTC(2026, 10, 21)
  const now = () => (time += 1000)
  const back = (more: object = {}) =>
    makeBackup({ dataDir, folder: join(root, 'backups'), version: '0.1.0', keep: 3, now, ...more })
  return { root, dataDir, main: join(dataDir, 'main.db'), addPerson, back, now, close: () => db.$client.close() }
}

describe('a backup', () => {
  it('taken while people write gives the same rows back, ten times', async (t) => {
    const { root, dataDir, addPerson, back, now } = await makeBox(t)
    let writing = true
    const load = (async () => {
      while (writing) {
        await addPerson()
        await breathe()
      }
    })()
    const { file, manifest } = await back()
    writing = false
    await load
    assert.deepEqual(
      manifest.files.map(({ path }) => path),
      ['main.db', 'secrets/sealing-key', 'uploads/1/picture'],
    )
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const digests = new Set<string>()
    for (let turn = 0; turn < 10; turn++) {
      const other = join(root, `other-${turn}`)
      await restoreBackup({ dataDir: other, file, now })
      digests.add(await digestDatabase(join(other, 'main.db')))
      assert.equal(readFileSync(join(other, 'secrets', 'sealing-key'), 'utf8'), 'the key')
      assert.equal(statSync(join(other, 'uploads', '1', 'picture')).size, 70_000)
    }
    assert.equal(digests.size, 1)
    assert.ok(existsSync(dataDir))
  })

  it('keeps what was there before beside it, and takes caches away', async (t) => {
    const { dataDir, main, addPerson, back, now, close } = await makeBox(t)
    const { file } = await back()
    const before = await digestDatabase(main)
    await addPerson()
    const later = await digestDatabase(main)
    close()
    writeFileSync(join(dataDir, 'cache.db'), 'a cache')
    const { aside } = await restoreBackup({ dataDir, file, now })
    assert.equal(await digestDatabase(main), before)
    assert.equal(await digestDatabase(join(aside, 'main.db')), later)
    assert.ok(!existsSync(join(dataDir, 'cache.db')))
    assert.deepEqual(
      readdirSync(dataDir).filter((name) => name.startsWith('.')),
      [],
    )
  })

  it('is sealed with a passphrase, which nothing else opens', async (t) => {
    const { root, back, now } = await makeBox(t)
    const { file } = await back({ passphrase })
    assert.match(file, /\.age$/)
    assert.ok(!readFileSync(file).includes('SQLite'))
    const dataDir = join(root, 'other')
    await assert.rejects(restoreBackup({ dataDir, file, now }), /sealed/)
    await assert.rejects(restoreBackup({ dataDir, file, passphrase: 'another one', now }), /cannot be opened/)
    assert.deepEqual(readdirSync(dataDir), [])
    await restoreBackup({ dataDir, file, passphrase, now })
    assert.ok(existsSync(join(dataDir, 'main.db')))
  })

  it('makes room for new ones and knows their times', async (t) => {
    const { root, back } = await makeBox(t)
    for (let turn = 0; turn < 5; turn++) await back()
    const names = await listBackups(join(root, 'backups'))
    assert.equal(names.length, 3)
    assert.ok(timeOfBackup(names[0] ?? '') > timeOfBackup(names[1] ?? ''))
    assert.deepEqual(readdirSync(join(root, 'backups')).sort().reverse(), names)
  })

  it('that is damaged changes nothing', async (t) => {
    const { root, dataDir, main, back, now } = await makeBox(t)
    const { file } = await back()
    const digest = await digestDatabase(main)
    const bytes = readFileSync(file)
    const hostile = join(root, 'hostile')
    mkdirSync(join(hostile, 'secrets'), { recursive: true })
    writeFileSync(join(hostile, 'manifest.json'), JSON.stringify({ format: 1, madeAt: 1, version: '1', files: [] }))
    writeFileSync(join(hostile, 'secrets', 'sealing-key'), 'another key')
    await create({ cwd: hostile, gzip: true, file: join(root, 'unlisted.tar.gz') }, [
      'manifest.json',
      'secrets/sealing-key',
    ])
    await create({ cwd: hostile, gzip: true, file: join(root, 'no-list.tar.gz') }, ['secrets/sealing-key'])
    await create(
      { cwd: join(hostile, 'secrets'), gzip: true, preservePaths: true, file: join(root, 'outside.tar.gz') },
      ['../manifest.json'],
    )
    writeFileSync(
      join(root, 'flipped.tar.gz'),
      bytes.map((byte, index) => (index === 3000 ? byte ^ 255 : byte)),
    )
    writeFileSync(join(root, 'short.tar.gz'), bytes)
    truncateSync(join(root, 'short.tar.gz'), bytes.length - 400)
    writeFileSync(join(root, 'empty.tar.gz'), '')
    writeFileSync(join(root, 'page.tar.gz'), '<!doctype html>')
    for (const name of ['unlisted', 'no-list', 'outside', 'flipped', 'short', 'empty', 'page']) {
      await assert.rejects(restoreBackup({ dataDir, file: join(root, `${name}.tar.gz`), now }), BadBackup, name)
      assert.equal(await digestDatabase(main), digest, name)
      assert.deepEqual(
        readdirSync(dataDir).filter((entry) => /restor/.test(entry)),
        [],
        name,
      )
    }
  })

  it('that is killed while it is made leaves none or a whole one, and nothing else after the next', async (t) => {
    const { root, dataDir, main, back, now } = await makeBox(t)
    const folder = join(root, 'backups')
    const digest = await digestDatabase(main)
    for (const delay of [0, 15, 45]) {
      const child = fork(join(import.meta.dirname, '..', '..', '..', 'tests', 'backup-process.ts'), [dataDir, folder])
      const ended = once(child, 'exit')
      await once(child, 'message')
      await pause(delay)
      child.kill('SIGKILL')
      await ended
    }
    await back({ keep: 99 })
    const names = await listBackups(folder)
    assert.deepEqual(readdirSync(folder).sort(), names.toSorted())
    for (const name of names) {
      const other = join(root, `of-${name}`)
      await restoreBackup({ dataDir: other, file: join(folder, name), now })
      assert.equal(await digestDatabase(join(other, 'main.db')), digest)
    }
  })

  it('that is put back and killed at any moment leaves the old state or the new one', async (t) => {
    const { dataDir, main, addPerson, back, now, close } = await makeBox(t)
    const { file } = await back()
    const states = new Set([await digestDatabase(main)])
    await addPerson()
    states.add(await digestDatabase(main))
    close()
    for (let turn = 0; turn < 9; turn++) {
      const child = fork(join(import.meta.dirname, '..', '..', '..', 'tests', 'restore-process.ts'), [dataDir, file])
      const ended = once(child, 'exit')
      await once(child, 'message')
      await pause(turn * 8)
      child.kill('SIGKILL')
      await ended
      await finishRestore(dataDir)
      assert.ok(states.has(await digestDatabase(main)), `killed after ${turn * 8} ms`)
      assert.equal(readFileSync(join(dataDir, 'secrets', 'sealing-key'), 'utf8'), 'the key')
    }
    const { aside } = await restoreBackup({ dataDir, file, now })
    assert.ok(existsSync(join(aside, 'main.db')))
  })
})
