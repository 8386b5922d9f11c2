// Backups on a real S3 server, over a link that fails in every way.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { type Fate, startBackupStore } from '../../../tests/backup-store.ts'
import { runHere } from '../../../tests/command-line.ts'
import { digestDatabase } from '../../../tests/digest-database.ts'
import { findPort } from '../../../tests/find-port.ts'
import { openStore } from './open-store.ts'
import { chooseUnsent, sendBackups } from './send-backups.ts'
import { readSending } from './sending-state.ts'

const root = mkdtempSync(join(tmpdir(), 'skypanel-store-'))
const folder = join(root, 'backups')
mkdirSync(folder)
const { settings, link, close } = await startBackupStore(join(root, 'buckets'))
after(async () => {
  await close()
  rmSync(root, { recursive: true })
})
const nowhere = `http://127.0.0.1:${await findPort()}/safe`
const pace = { part: 100_000, patience: 60_000, waits: [1, 1] }
const store = openStore(settings, pace)
const nameOf = (day: number, end = '') => `skypanel-202611${String(day).padStart(2, '0')}T031500Z.tar.gz${end}`
/** One of 3 parts and a bit, or of less than one. */
const make = (name: string, bytes = 310_001) => writeFileSync(join(folder, name), randomBytes(bytes))
const options = { dataDir: root, folder, keep: 3, now: () => 1000 }

beforeEach(async () => {
  link.fate = () => 'goes on'
  for (const { name } of await store.list()) await store.remove(name)
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
})

async function fetchBack(name: string): Promise<Buffer> {
  const found = (await store.list()).find((stored) => stored.name === name)
  assert(found)
  const to = join(root, 'back')
  rmSync(to, { force: true })
  await store.fetch(found, to)
  return readFileSync(to)
}

describe('a store of backups', () => {
  it('gives back what it was sent, in one part and in many', async () => {
    for (const [name, bytes] of [
      [nameOf(1), 5000],
      [nameOf(2, '.age'), 100_000],
      [nameOf(3), 310_001],
    ] as const) {
      make(name, bytes)
      await store.send(join(folder, name))
      assert.deepEqual(await fetchBack(name), readFileSync(join(folder, name)))
    }
    const names = (await store.list()).map(({ name, bytes }) => [name, bytes])
    assert.deepEqual(names, [
      [nameOf(3), 310_001],
      [nameOf(2, '.age'), 100_000],
      [nameOf(1), 5000],
    ])
    assert.ok(link.asked.some((asked) => /PUT .*\/boxes\/one\/.*partNumber=4/.test(asked)))
  })

  it('that drops and keeps silent now and then has all of it in the end', async () => {
    let turn = 0
    link.fate = (method) => {
      if (method !== 'PUT') return 'goes on'
      return turn++ % 2 === 0 ? 'cut' : 'goes on'
    }
    make(nameOf(1))
    await store.send(join(folder, nameOf(1)))
    turn = 0
    link.fate = (method) => (method === 'GET' && turn++ % 2 === 0 ? 'cut' : 'goes on')
    assert.deepEqual(await fetchBack(nameOf(1)), readFileSync(join(folder, nameOf(1))))
  })

  const broken: [what: string, change: object, fate: (method: string, path: string) => Fate, says: RegExp][] = [
    [
      'is away',
      { url: nowhere },
      () => 'goes on',
      /127\.0\.0\.1:\d+\/safe\/boxes\/one cannot be reached: ECONNREFUSED\.$/,
    ],
    [
      'goes away in the middle',
      {},
      (_, path) => (/partNumber=3/.test(path) ? 'cut' : 'goes on'),
      /cannot be reached: /,
    ],
    ['never answers', {}, () => 'silence', /did not answer in time\.$/],
    [
      'has another secret',
      { secret: 'another' },
      () => 'goes on',
      /answered 403 \(SignatureDoesNotMatch\): look at .*BACKUP_S3_SECRET/,
    ],
    [
      'knows no such key',
      { keyId: 'NOBODY' },
      () => 'goes on',
      /answered 403 \(InvalidAccessKeyId\): look at BACKUP_S3_KEY_ID/,
    ],
    ['has no such bucket', { url: settings.url.replace('/safe', '/other') }, () => 'goes on', /BACKUP_S3_URL\.$/],
  ]
  for (const [what, change, fate, says] of broken) {
    it(`that ${what} is said, and costs nothing of what is here`, async () => {
      make(nameOf(1))
      const whole = readFileSync(join(folder, nameOf(1)))
      link.fate = fate
      const failing = openStore(
        { ...settings, ...change },
        { ...pace, ...(what === 'never answers' && { patience: 50 }) },
      )
      await assert.rejects(sendBackups(failing, options), says)
      assert.match(readSending(root)?.problem ?? '', says)
      assert.deepEqual(readFileSync(join(folder, nameOf(1))), whole)
      assert.deepEqual([...link.uploads], [], 'nothing is left there that is paid for')
      link.fate = () => 'goes on'
      assert.deepEqual(await store.list(), [])
      await sendBackups(store, options)
      assert.deepEqual(await fetchBack(nameOf(1)), whole)
      assert.deepEqual(readSending(root), { triedAt: 1000, sentAt: 1000, name: nameOf(1) })
    })
  }

  it('keeps nothing of what was stopped in the middle, or what it kept goes a day later', async () => {
    make(nameOf(1))
    const stop = new AbortController()
    link.fate = (_, path) => {
      if (!/partNumber=2/.test(path)) return 'goes on'
      stop.abort()
      return 'silence'
    }
    await assert.rejects(
      sendBackups(openStore(settings, pace, stop.signal), options),
      /boxes\/one did not get all of it/,
    )
    assert.deepEqual([...link.uploads], [])
    link.fate = (method, path) => (method === 'DELETE' || /partNumber=3/.test(path) ? 'cut' : 'goes on')
    await assert.rejects(sendBackups(store, options), /cannot be reached/)
    const [[, left] = assert.fail('it could be aborted')] = link.uploads
    for (const key of ['boxes/two/x', `boxes/one/${nameOf(2)}.letters`]) link.uploads.set(key, { ...left, key })
    link.fate = () => 'goes on'
    await sendBackups(store, { ...options, now: Date.now })
    assert.equal(link.uploads.size, 3, 'somebody may be sending it')
    make(nameOf(2))
    await sendBackups(store, { ...options, now: () => Date.now() + 90_000_000 })
    assert.deepEqual([...link.uploads.keys()], ['boxes/two/x', `boxes/one/${nameOf(2)}.letters`])
    link.uploads.clear()
  })

  it('keeps as many as this box, and nothing is removed that is no backup of it', async () => {
    const other = openStore({ ...settings, prefix: 'boxes/two' }, pace)
    for (const day of [1, 2, 3, 4]) make(nameOf(day), 100)
    writeFileSync(join(folder, 'skypanel-letters.txt'), 'letters')
    await other.send(join(folder, nameOf(1)))
    await store.send(join(folder, 'skypanel-letters.txt'))
    for (const day of [1, 2, 3]) await store.send(join(folder, nameOf(day)))
    assert.deepEqual(await sendBackups(store, options), { sent: [nameOf(4)], removed: [nameOf(1)] })
    assert.deepEqual(
      (await store.list()).map(({ name }) => name),
      [4, 3, 2].map((day) => nameOf(day)),
    )
    assert.deepEqual(
      (await other.list()).map(({ name }) => name),
      [nameOf(1)],
    )
    assert.ok(link.asked.every((asked) => !/DELETE .*letters/.test(asked)))
    assert.ok(existsSync(join(folder, nameOf(1))))
    for (const { name } of await other.list()) await other.remove(name)
  })

  it('is sent what it missed, and not all that was made before it', () => {
    const here = [6, 5, 4, 3].map((day) => nameOf(day))
    for (const [there, unsent] of [
      [[], [6]],
      [[6], []],
      [[3], [6, 5, 4]],
      [
        [6, 3],
        [5, 4],
      ],
      [
        [5, 2],
        [6, 4, 3],
      ],
    ]) {
      assert.deepEqual(
        chooseUnsent(
          here,
          (there ?? []).map((day) => nameOf(day)),
        ),
        (unsent ?? []).map((day) => nameOf(day)),
      )
    }
  })
})

describe('skypanel', () => {
  it('sends each backup, lists both places, and restores one on another machine', async () => {
    const dataDir = join(root, 'data')
    mkdirSync(dataDir)
    const db = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
    await migrateUp(db, { name: 'main', folder: join(import.meta.dirname, '../../../db/migrations') }, 1)
    db.$client.close()
    const here = {
      ...{
        DATA_DIR: dataDir,
        BACKUP_S3_URL: settings.url,
        BACKUP_S3_REGION: settings.region,
        BACKUP_S3_KEY_ID: settings.keyId,
      },
      ...{
        BACKUP_S3_SECRET: settings.secret,
        BACKUP_S3_PREFIX: settings.prefix,
        BACKUP_PASSPHRASE: 'a sleeper to Vienna',
      },
      ...{ PORT: '1', STREAM_PORT: '2' },
    }
    const refused = await runHere({ ...here, BACKUP_S3_SECRET: 'another' }, 'backup')
    assert.equal(refused.code, 1)
    assert.match(refused.noted, /^Backups were not sent: .* answered 403 \(SignatureDoesNotMatch\).* as it was/)
    const [name = ''] = /skypanel-\w+\.tar\.gz\.age/.exec(refused.said) ?? []
    assert.ok(existsSync(join(dataDir, 'backups', name)))
    const sent = await runHere(here, 'backup', '--send')
    assert.deepEqual([sent.code, sent.said], [0, `${name} is in ${settings.url.slice(7)}/boxes/one too`])
    const listed = JSON.parse((await runHere(here, 'backup', '--list', '--json')).said)
    assert.deepEqual(
      listed.map(({ name, places }: { name: string; places: string[] }) => [name, places]),
      [[name, ['here', 'store']]],
    )
    assert.ok(!readFileSync(join(dataDir, 'backups', name)).includes('SQLite'))

    const there = { ...here, DATA_DIR: join(root, 'another') }
    const { BACKUP_PASSPHRASE: _, ...locked } = there
    assert.match((await runHere(locked, 'restore', name)).noted, /sealed: give its passphrase/)
    assert.match((await runHere(there, 'restore', nameOf(1))).noted, /There is no skypanel-.*neither here nor in/)
    const restored = await runHere(there, 'restore', name)
    assert.deepEqual([restored.code, restored.noted], [0, ''])
    assert.equal(await digestDatabase(join(root, 'another', 'main.db')), await digestDatabase(join(dataDir, 'main.db')))
    assert.deepEqual(readdirSync(join(root, 'another', 'backups')), [])
    link.fate = () => 'cut'
    const half = await runHere(here, 'backup', '--list')
    assert.deepEqual([half.code, half.said.startsWith(name)], [1, true])
    assert.match(half.noted, /cannot be reached/)
  })
})
