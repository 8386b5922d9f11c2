// main.db on its way to a real libSQL server.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openDatabase, openRemote, openReplicated } from '#db/client.ts'
import { listWritten, migrateUp } from '#db/migrate.ts'
import { insertPerson } from '#db/queries/people.ts'
import { runHere } from '../../../tests/command-line.ts'
import { startDatabaseServer } from '../../../tests/database-server.ts'
import { digestDatabase } from '../../../tests/digest-database.ts'

const server = await startDatabaseServer()
const root = mkdtempSync(join(tmpdir(), 'skypanel-replicate-'))
const dataDir = join(root, 'data')
const file = join(dataDir, 'main.db')
const place = { name: 'main' as const, folder: join(import.meta.dirname, '../../../db/migrations') }
const settings = { DATA_DIR: dataDir, PORT: '1', STREAM_PORT: '2', DATABASE_URL: server.directUrl }
const remote = openRemote({ url: server.directUrl, token: undefined }).$client
after(async () => {
  remote.close()
  await server.close()
  rmSync(root, { recursive: true })
})
const move = (...words: string[]) => runHere(settings, 'db', 'replicate', ...words)
const migrate = (...words: string[]) => runHere(settings, 'migrate', ...words)

test('main.db goes to an empty server as it is, and nowhere else', async (t) => {
  mkdirSync(dataDir)
  const db = await openDatabase('main', `file:${file}`, { access: 'write' })
  await migrateUp(db, place, 1)
  const person = (id: number) => ({
    sql: "INSERT INTO users (did, handle, role, created_at, last_signed_in_at) VALUES (?, ?, 'member', 9007199254740991, 1)",
    args: [`did:plc:${id}`, `naïve-☃-${id}.test`],
  })
  // More than a page, the last one gone again: its number is not given to somebody else.
  await db.$client.batch(
    Array.from({ length: 1203 }, (_, id) => person(id)),
    'write',
  )
  await db.$client.execute("DELETE FROM users WHERE did = 'did:plc:1202'")
  const theme = JSON.stringify({ theme: 'x'.repeat(800_000) })
  for (const id of [1, 2, 3])
    await db.$client.execute({ sql: 'INSERT INTO preferences VALUES (?, ?, 1)', args: [id, theme] })
  db.$client.close()
  const before = await digestDatabase(file)

  await t.test('a server that has something of its own is left alone', async () => {
    await remote.executeMultiple("CREATE TABLE letters (text text); INSERT INTO letters VALUES ('dear')")
    const { code, noted } = await move()
    assert.equal(code, 1)
    assert.match(noted, /is not empty, so nothing was changed: it has tables already: letters\. Name an empty database/)
    assert.equal((await remote.execute('SELECT text FROM letters')).rows.length, 1)
    await remote.execute('DROP TABLE letters')
  })

  await t.test('a server without tables has no schema, and gets none', async () => {
    const host = new URL(server.directUrl).host
    assert.equal((await migrate('status')).said, `There are no databases in ${dataDir} or on ${host} yet.`)
    assert.deepEqual((await migrate('up')).said, '')
    assert.match((await migrate('down', 'main', '1')).noted, /There is no main\.db on /)
  })

  await t.test('without a server, or with one that is away, it is said', async () => {
    assert.match((await runHere({ ...settings, DATABASE_URL: '' }, 'db', 'replicate')).noted, /DATABASE_URL is not set/)
    const away = await runHere({ ...settings, DATABASE_URL: 'http://127.0.0.1:1' }, 'db', 'replicate')
    assert.match(away.noted, /127\.0\.0\.1:1 does not answer/)
    assert.equal(await digestDatabase(file), before)
  })

  await t.test('what a move that was killed has left is no obstacle', async () => {
    await remote.executeMultiple('CREATE TABLE skypanel_moving (since integer); CREATE TABLE users (half text)')
    const { code, said, noted } = await move()
    assert.deepEqual([code, noted], [0, ''])
    assert.match(said, /tables, 12\d\d rows, compared and equal/)
    const [kept = ''] = readdirSync(dataDir)
    assert.match(kept, /^main\.db\.moved-\d{8}T\d{6}Z$/)
    assert.equal(await digestDatabase(join(dataDir, kept)), before)
    assert.match((await move()).noted, /There is no main\.db in/)
  })

  await t.test('the copies of boxes are what the file was, and may be looked at', async () => {
    const copy = join(dataDir, 'main-copy-web.db')
    const replica = await openReplicated({ url: server.directUrl, token: undefined, file: copy, every: 60_000 })
    t.after(() => replica.$client.close())
    assert.deepEqual(await migrateUp(replica, place, 2), [])
    assert.equal(await digestDatabase(copy), before)
    const same = await move('--status')
    assert.deepEqual([same.code, same.said.split('\n')[1]], [0, 'main-copy-web.db     as the server'])
    await remote.execute(person(5000))
    const late = await move('--status', '--json')
    assert.deepEqual([late.code, JSON.parse(late.said).copies], [1, [{ copy: 'main-copy-web.db', differs: ['users'] }]])
    const { rows } = await remote.execute("SELECT id FROM users WHERE did = 'did:plc:5000'")
    assert.equal(rows[0]?.id, 1204)
    assert.ok(!existsSync(file))

    const line = {
      at: 1,
      actor: 'a',
      actorDid: null,
      address: null,
      action: 'add',
      subject: 'b',
      subjectDid: null,
      detail: '',
    }
    const newcomer = { did: 'did:plc:new', handle: 'new.test', role: 'member' as const }
    for (const isNew of [true, false]) assert.equal(await insertPerson(replica, newcomer, 1, line), isNew)
    assert.equal(
      (await remote.execute('SELECT id FROM audit_log')).rows.length,
      1,
      'a line for each act, on a server too',
    )
  })

  await t.test('its schema is looked at and changed where it is', async () => {
    const host = new URL(server.directUrl).host
    const count = async () => (await remote.execute('SELECT count(*) AS people FROM users')).rows[0]?.people
    const people = await count()
    const newest = listWritten(place).at(-1)
    const down = await migrate('down', 'main', '1')
    assert.deepEqual([down.code, down.said], [0, `undone in main.db: ${newest}  (on ${host})`])
    const behind = JSON.parse((await migrate('status', '--json')).said)
    assert.deepEqual([behind.length, behind[0].name, behind[0].missing], [1, 'main', [newest]])
    assert.deepEqual(
      [(await migrate('up')).said, (await migrate('up')).said],
      [`main.db: ${newest}  (on ${host})`, `main.db: up to date  (on ${host})`],
    )
    assert.match((await migrate('status')).said, new RegExp(`^main\\.db +${newest} +up to date +\\(on ${host}\\)$`))
    assert.equal(await count(), people)
    await remote.execute("INSERT INTO schema_migrations VALUES ('9999_later', 1)")
    const later = await migrate('up')
    assert.deepEqual(
      [later.code, later.noted],
      [1, 'main.db has migrations that this version does not know: 9999_later'],
    )
    assert.match((await migrate('status')).said, /of a newer version: 9999_later/)
    await remote.execute("DELETE FROM schema_migrations WHERE name = '9999_later'")
    const away = await runHere({ ...settings, DATABASE_URL: 'http://127.0.0.1:1' }, 'migrate', 'up')
    assert.deepEqual([away.code, away.noted], [1, '127.0.0.1:1 does not answer.'])
  })
})
