import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { openDatabase } from '#db/client.ts'
import { waitFor } from '../../../tests/wait-for.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../create-log.ts'
import { checkBackups } from './check-backups.ts'
import { keepBackups } from './keep-backups.ts'
import { listBackups } from './make-backup.ts'
import { writeSending } from './sending-state.ts'

const pace = { first: 0, look: 50, end: 6000 }

function makeBox(t: TestContext, hours: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-keep-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const config = readConfig({ DATA_DIR: dataDir, BACKUP_EVERY_HOURS: hours, LOG_LEVEL: 'silent' })
  return { config, log: createLog(config, 'test') }
}

describe('keepBackups', () => {
  it('makes one when the newest is too old, and no second one', async (t) => {
    const { config, log } = makeBox(t, '24')
    const db = await openDatabase('main', `file:${join(config.dataDir, 'main.db')}`, { access: 'write' })
    db.$client.close()
    const end = keepBackups(config, log, pace)
    t.after(end)
    const [first] = await waitFor('a backup', async () => {
      const names = await listBackups(config.backups.folder)
      return names.length > 0 && names
    })
    let looks = 0
    const { folder } = config.backups
    const look = () => {
      looks++
      return folder
    }
    Object.defineProperty(config.backups, 'folder', { get: look })
    await waitFor('it was looked at again', async () => looks > 3)
    assert.deepEqual(await listBackups(folder), [first])
  })

  it('sends what the store does not have, and says when that fails', async (t) => {
    const { config, log } = makeBox(t, '24')
    const { folder } = config.backups
    mkdirSync(folder)
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
    writeFileSync(join(folder, `skypanel-${stamp}.tar.gz`), '')
    config.backups.store = { url: 'https://store.test/safe', region: 'home', keyId: 'id', secret: 'secret', prefix: '' }
    config.paths.root = config.dataDir
    const script = '#!/bin/sh\necho "$@" >> "$DATA_DIR/asked"\necho "there is no store" >&2\nexit 1\n'
    writeFileSync(join(config.dataDir, 'skypanel'), script, { mode: 0o700 })
    const said: string[] = []
    log.error = (entry: object, sentence?: string) => void said.push(`${JSON.stringify(entry)} ${sentence}`)
    t.after(keepBackups(config, log, pace))
    await waitFor('it says so', async () => said.length > 0)
    assert.equal(readFileSync(join(config.dataDir, 'asked'), 'utf8'), 'backup --send\n')
    assert.match(said[0] ?? '', /there is no store.* backups were not sent; trying again in an hour/)
    assert.equal((await checkBackups(config, Date.now())).ok, true)
    writeSending(config.dataDir, { triedAt: 1, problem: 'it is full.' })
    assert.deepEqual(await checkBackups(config, Date.now()), { ok: false, says: 'They are not sent away: it is full.' })
    const late = await checkBackups({ ...config, backups: { ...config.backups, store: undefined } }, Date.now() + 1e9)
    assert.deepEqual(late, { ok: false, says: 'The newest is 12 days old.' })
  })

  it('is ended only when what it sends has been taken back', async (t) => {
    const { config, log } = makeBox(t, '24')
    const place = (name: string) => join(config.dataDir, name)
    config.paths.root = config.dataDir
    const script = `#!/bin/sh\ntrap 'echo > "$DATA_DIR/back"; exit 1' TERM\necho > "$DATA_DIR/begun"\nwhile :; do sleep 0.05; done\n`
    writeFileSync(place('skypanel'), script, { mode: 0o700 })
    const end = keepBackups(config, log, pace)
    t.after(end)
    await waitFor('it has begun', async () => existsSync(place('begun')))
    await end()
    assert.ok(existsSync(place('back')))
  })

  it('says that none was made, and tries again later', async (t) => {
    const { config, log } = makeBox(t, '1')
    const said: object[] = []
    log.error = (entry: object) => void said.push(entry)
    t.after(keepBackups(config, log, pace))
    await waitFor('it says so', async () => said.length > 0)
    assert.match(JSON.stringify(said[0]), /There is no main.db/)
  })
})
