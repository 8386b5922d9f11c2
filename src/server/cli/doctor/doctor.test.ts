import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { runHere } from '../../../../tests/command-line.ts'
import { readConfig } from '../../config.ts'
import { checkData } from './check-data.ts'
import { checkClock, checkNetwork } from './check-network.ts'
import { checkOutside } from './check-outside.ts'
import type { Finding } from './finding.ts'

const nobody = 'http://127.0.0.1:1'
const now = Date.UTC(2026, 10, 21)

function makeConfig(t: TestContext, settings: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'skypanel-doctor-'))
  t.after(() => rmSync(root, { recursive: true }))
  const dataDir = join(root, 'data')
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  const network = { PLC_URL: nobody, APPVIEW_URL: nobody, RELAY_URL: 'ws://127.0.0.1:1', ALLOW_PRIVATE_NETWORK: 'true' }
  return readConfig({ DATA_DIR: dataDir, ...network, ...settings })
}

async function listen(t: TestContext, date: () => Date): Promise<string> {
  const server = createServer((_, response) => response.setHeader('date', date().toUTCString()).end('{}'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const stateOf = (findings: Finding[], name: string) => findings.find((finding) => finding.name === name)?.state
const findingOf = (findings: Finding[], name: string) => findings.find((finding) => finding.name === name)

describe('the data folder', () => {
  it('that others can read is named with its cure', async (t) => {
    const config = makeConfig(t)
    writeFileSync(join(config.dataDir, 'secrets', 'sealing-key'), 'key', { mode: 0o600 })
    const before = await checkData(config, now)
    assert.deepEqual([stateOf(before, 'data'), stateOf(before, 'secrets')], ['good', 'good'])
    chmodSync(config.dataDir, 0o755)
    chmodSync(join(config.dataDir, 'secrets', 'sealing-key'), 0o644)
    const after = await checkData(config, now)
    assert.deepEqual([stateOf(after, 'data'), stateOf(after, 'secrets')], ['doubtful', 'bad'])
    assert.match(findingOf(after, 'secrets')?.cure ?? '', /chmod 600/)
  })

  it('with damaged databases says which may be deleted and which needs a backup', async (t) => {
    const config = makeConfig(t)
    for (const name of ['main', 'index'])
      writeFileSync(join(config.dataDir, `${name}.db`), 'no database at all'.repeat(500))
    const findings = await checkData(config, now)
    assert.equal(stateOf(findings, 'main.db'), 'bad')
    assert.match(findingOf(findings, 'main.db')?.cure ?? '', /there is no backup.*\.dump/)
    assert.match(findingOf(findings, 'index.db')?.cure ?? '', /thrown away/)
  })

  it('of a newer version is told from one that is damaged', async (t) => {
    const config = makeConfig(t)
    const db = await openDatabase('main', `file:${join(config.dataDir, 'main.db')}`, { access: 'write' })
    await migrateUp(db, { name: 'main', folder: config.paths.migrations }, now)
    assert.equal(stateOf(await checkData(config, now), 'main.db'), 'good')
    await db.$client.execute("INSERT INTO schema_migrations VALUES ('9999_later', 1)")
    db.$client.close()
    assert.match(findingOf(await checkData(config, now), 'main.db')?.found ?? '', /newer/)
  })

  const ages: [string, string, Finding['state']][] = [
    ['nothing', 'other.tar.gz', 'doubtful'],
    ['one of today', 'skypanel-20261120T230000Z.tar.gz', 'good'],
    ['one of last month', 'skypanel-20261020T230000Z.tar.gz.age', 'doubtful'],
  ]
  for (const [what, name, state] of ages) {
    it(`with ${what} among its backups is ${state}`, async (t) => {
      const config = makeConfig(t)
      mkdirSync(config.backups.folder)
      writeFileSync(join(config.backups.folder, name), '')
      assert.equal(stateOf(await checkData(config, now), 'backups'), state)
    })
  }
})

describe('other servers', () => {
  it('that do not answer are named with their setting', async (t) => {
    const findings = await checkNetwork(makeConfig(t), Date.now)
    for (const name of ['plc', 'appview', 'relay']) {
      assert.equal(stateOf(findings, name), 'bad')
      assert.match(findingOf(findings, name)?.cure ?? '', /_URL/)
    }
    assert.equal(stateOf(findings, 'clock'), 'doubtful')
  })

  const clocks: [string, number, Finding['state']][] = [
    ['right', 0, 'good'],
    ['ahead a little', 15_000, 'doubtful'],
    ['behind by ten minutes', -600_000, 'bad'],
  ]
  for (const [what, ahead, state] of clocks) {
    it(`tell that our clock is ${what}`, async (t) => {
      const url = await listen(t, () => new Date())
      const config = makeConfig(t, { PLC_URL: url, APPVIEW_URL: url, RELAY_URL: url.replace('http', 'ws') })
      const findings = await checkNetwork(config, () => Date.now() + ahead)
      assert.deepEqual([stateOf(findings, 'plc'), stateOf(findings, 'clock')], ['good', state])
    })
  }

  it('whose certificates are out of time tell that our clock is wrong', () => {
    const past = Date.UTC(2019, 0, 1)
    const { state, found, cure } = checkClock([], 3, past)
    assert.deepEqual([state, /2019-01-01T00:00Z/.test(found), /set-ntp/.test(cure ?? '')], ['bad', true, true])
    assert.equal(checkClock([], 1, past).state, 'doubtful')
    assert.match(checkClock([-600_000], 0, past).found, /10 minutes behind/)
    assert.match(checkClock([-3e11], 0, past).found, /3472 days behind/)
    assert.match(checkClock([40_000], 0, past).found, /40 s ahead/)
  })
})

describe('the outside', () => {
  it('is told when nothing runs, and when a name has no address', async (t) => {
    const ports = { PORT: '1', STREAM_PORT: '2' }
    const loopback = await checkOutside(makeConfig(t, ports), now)
    assert.deepEqual([stateOf(loopback, 'running'), stateOf(loopback, 'address')], ['doubtful', 'good'])
    const findings = await checkOutside(makeConfig(t, { ...ports, PUBLIC_URL: 'http://nowhere.test' }), now)
    assert.equal(stateOf(findings, 'dns'), 'bad')
  })

  it('names a port that another program has, and SkyPanel does not start over it', async (t) => {
    const { port } = new URL(await listen(t, () => new Date(now)))
    const config = makeConfig(t, { PORT: port, STREAM_PORT: '2' })
    const found = findingOf(await checkOutside(config, now), 'running')
    assert.deepEqual([found?.state, found?.found], ['bad', `Another program answers at http://127.0.0.1:${port}.`])
    const started = await runHere({ DATA_DIR: config.dataDir, PORT: port, STREAM_PORT: '2' }, 'start')
    assert.deepEqual([started.code, existsSync(join(config.dataDir, 'skypanel.pid'))], [1, false])
    assert.match(started.noted, /^Another program answers at .*: end it, or set PORT/)
  })
})
