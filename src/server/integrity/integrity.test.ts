import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pino } from 'pino'
import { type DatabaseName, openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { builtProcess } from '../../../tests/built-process.ts'
import { damages } from '../../../tests/damage-file.ts'
import { lockFile } from '../../../tests/lock-file.ts'
import { waitFor } from '../../../tests/wait-for.ts'
import { extendEnvironment, readConfig } from '../config.ts'
import { describeTrouble } from './describe-trouble.ts'
import { exitCodes } from './exit-codes.ts'
import { keepChecks, readLastCheck } from './keep-checks.ts'
import { lookAtStart } from './look-at-start.ts'
import { isMarked, markDamaged } from './marks.ts'

const backup = 'skypanel-20261120T230000Z.tar.gz'
const nobody = 'http://127.0.0.1:1'
const outside = {
  PLC_URL: nobody,
  APPVIEW_URL: nobody,
  RELAY_URL: 'ws://127.0.0.1:1',
  ALLOW_PRIVATE_NETWORK: 'true',
}

/** A data folder with three sound databases and something that looks like a backup. */
async function makeBox(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-integrity-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const config = readConfig({ DATA_DIR: dataDir, ...outside })
  for (const name of ['main', 'cache', 'index'] as const) {
    const db = await openDatabase(name, `file:${fileOf(name)}`, { access: 'write' })
    await migrateUp(db, { name, folder: config.paths.migrations }, 1)
    await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    db.$client.close()
  }
  mkdirSync(config.backups.folder)
  writeFileSync(join(config.backups.folder, backup), '')
  const said: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(line) })
  function fileOf(name: DatabaseName) {
    return join(dataDir, `${name}.db`)
  }
  return { dataDir, config, log, said, fileOf }
}

describe('at start', () => {
  for (const [what, damage] of Object.entries(damages)) {
    it(`a main.db with ${what} is refused and left alone, with the way back`, async (t) => {
      const { config, log, fileOf } = await makeBox(t)
      damage(fileOf('main'))
      const before = readFileSync(fileOf('main'))
      const words = await lookAtStart(config, log)
      assert.match(words?.found ?? '', /^main\.db is damaged: .+\.$/)
      assert.match(words?.cure ?? '', new RegExp(`skypanel restore ${backup}`))
      assert.deepEqual(readFileSync(fileOf('main')), before)
    })
  }

  it('an index.db or cache.db that is damaged is thrown away, and so is one that was marked', async (t) => {
    const { dataDir, config, log, said, fileOf } = await makeBox(t)
    damages['its second half missing']?.(fileOf('index'))
    markDamaged(dataDir, 'cache', 'database disk image is malformed')
    assert.equal(await lookAtStart(config, log), undefined)
    assert.deepEqual(
      ['main', 'index', 'cache'].filter((name) => existsSync(join(dataDir, `${name}.db`))),
      ['main'],
    )
    assert.equal(isMarked(dataDir, 'cache'), false)
    assert.match(said.join(''), /index\.db is damaged; thrown away, it is made again/)
    said.length = 0
    assert.equal(await lookAtStart(config, log), undefined)
    assert.deepEqual(said, [])
  })

  const processes: [string, DatabaseName, number, RegExp][] = [
    ['supervisor', 'main', exitCodes.refused, /It is not served/],
    ['web', 'main', exitCodes.refused, /It is not served/],
    ['stream', 'index', exitCodes.rebuild, /Start SkyPanel again/],
  ]
  for (const [process, name, code, sentence] of processes) {
    it(`${process} ends with ${code} and a sentence when ${name}.db is damaged`, async (t) => {
      const { dataDir, fileOf } = await makeBox(t)
      damages['something else in its place']?.(fileOf(name))
      const ended = run(process, dataDir)
      assert.equal(ended.status, code, ended.stderr)
      assert.match(ended.stdout, sentence)
    })
  }

  it('web says that main.db is locked, and by whom that may be', async (t) => {
    const { dataDir, fileOf } = await makeBox(t)
    // What this process had open counts as open until it is collected.
    for (const end of ['', '-wal', '-shm']) rmSync(`${fileOf('main')}${end}`, { force: true })
    const letGo = await lockFile(fileOf('main'))
    const ended = run('web', dataDir)
    await letGo()
    assert.equal(ended.status, 1, ended.stderr)
    assert.match(ended.stdout, /run twice.*main\.db is locked by another program/s)
  })
})

/** A process of ours until it ends by itself. */
function run(process: string, dataDir: string) {
  const env = extendEnvironment({ DATA_DIR: dataDir, PORT: '1', STREAM_PORT: '2', ...outside })
  return spawnSync(globalThis.process.execPath, [builtProcess(process)], { env, encoding: 'utf8', timeout: 30_000 })
}

describe('reading the databases through', () => {
  const pace = { first: 0, look: 20 }

  it('remembers that they were sound, and does not do so again at once', async (t) => {
    const { config, log, dataDir, said } = await makeBox(t)
    const never = () => assert.fail('nothing is damaged')
    t.after(keepChecks({ config, log, rebuild: never, refuse: never, pace }))
    await waitFor('it is remembered', async () => readLastCheck(dataDir) !== undefined)
    assert.deepEqual(readLastCheck(dataDir)?.damaged, [])
    await waitFor('it is said', async () => said.length > 0)
    assert.match(said.join(''), /sound/)
  })

  it('marks what can be made again, and asks for that', async (t) => {
    const { config, log, dataDir, fileOf } = await makeBox(t)
    damages['overwritten pages']?.(fileOf('index'))
    const names = new Promise((resolve, reject) => {
      t.after(keepChecks({ config, log, rebuild: resolve, refuse: () => reject(new Error('main is sound')), pace }))
    })
    assert.deepEqual(await names, ['index'])
    assert.equal(isMarked(dataDir, 'index'), true)
  })

  it('has a damaged main.db refused, and does not touch it', async (t) => {
    const { config, log, dataDir, fileOf, said } = await makeBox(t)
    damages['zeros in place of pages']?.(fileOf('main'))
    await new Promise<void>((resolve) => {
      t.after(keepChecks({ config, log, rebuild: () => assert.fail('not this one'), refuse: resolve, pace }))
    })
    assert.equal(isMarked(dataDir, 'main'), false)
    assert.match(said.join(''), /main\.db is damaged/)
  })
})

describe('what is said of a database that cannot be used', () => {
  const sentences: [string, RegExp][] = [
    ['SQLITE_BUSY', /locked by another program/],
    ['SQLITE_FULL', /the disk is full.*Make room/],
    ['ENOSPC', /the disk is full/],
    ['SQLITE_CANTOPEN', /cannot be opened for writing.*chown/],
    ['SQLITE_READONLY_DIRECTORY', /chown/],
    ['SQLITE_IOERR_READ', /disk below it reports errors.*smartctl/],
    ['SQLITE_CORRUPT_VTAB', /is damaged.*skypanel restore/],
  ]
  for (const [code, sentence] of sentences) {
    it(`names the cure for ${code}, however deep it lies`, () => {
      const error = new Error('query failed', { cause: Object.assign(new Error('words of SQLite'), { code }) })
      const words = describeTrouble('main', error, backup)
      assert.match(`${words?.found} ${words?.cure}`, sentence)
    })
  }

  it('leaves alone what is no trouble of the file', () => {
    assert.equal(
      describeTrouble('main', Object.assign(new Error('no such table'), { code: 'SQLITE_ERROR' })),
      undefined,
    )
  })
})
