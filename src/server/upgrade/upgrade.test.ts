import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { findPort } from '../../../tests/find-port.ts'
import { waitFor } from '../../../tests/wait-for.ts'
import { readConfig } from '../config.ts'
import { describeHome, readCurrent, switchCurrent } from './find-home.ts'
import { recoverUpgrade } from './go-back.ts'
import { readPrevious } from './journal.ts'
import { ownService } from './service.ts'
import { upgradeTo, WentBack } from './upgrade.ts'

const tests = join(import.meta.dirname, '..', '..', '..', 'tests', 'upgrade')
const pace = { patience: 60_000, between: 10, looks: 1 }
const [old, next, broken] = ['1.0.0', '2.0.0', '2.0.0-broken']

/** A box that runs the old release; its main.db has one migration of before and one of that release. */
async function makeBox(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'skypanel-upgrade-'))
  const home = describeHome(join(root, 'home'))
  const dataDir = join(root, 'data')
  mkdirSync(dataDir)
  for (const version of [old, next, broken]) {
    mkdirSync(join(home.releases, version), { recursive: true })
    const script = `#!/bin/sh\nexec "${process.execPath}" "${join(tests, 'fake-release.mjs')}" ${version} "$@"\n`
    writeFileSync(join(home.releases, version, 'skypanel'), script, { mode: 0o755 })
  }
  switchCurrent(home, old)
  writeFileSync(join(dataDir, 'main.db'), `0.9.0\n${old}\n`)
  const environment = { DATA_DIR: dataDir, PORT: String(await findPort()), STREAM_PORT: String(await findPort()) }
  const config = readConfig(environment)
  const service = ownService(home, dataDir, environment)
  const said: string[] = []
  const tools = { home, config, environment, service, say: (words: string) => void said.push(words), pace }
  await service.start()
  t.after(async () => {
    await service.stop()
    rmSync(root, { recursive: true })
  })
  return {
    ...{ home, tools, said, environment, service },
    /** The release in place, the one that answers, and the migrations of the database. */
    async look() {
      // A connection that was kept open may still be one to the process before.
      const ask = async () => (await fetch(`http://127.0.0.1:${environment.PORT}/healthz`)).text()
      const answers = await waitFor('an answer', ask)
      const migrations = readFileSync(join(dataDir, 'main.db'), 'utf8').trim().split('\n')
      return { current: readCurrent(home), answers, migrations }
    },
  }
}

const before = { current: old, answers: old, migrations: ['0.9.0', old] }
const after = { current: next, answers: next, migrations: ['0.9.0', old, next] }

describe('an upgrade', { concurrency: 4 }, () => {
  it('goes to the next release, and back to the one before with the data of now', async (t) => {
    const { home, tools, look } = await makeBox(t)
    await upgradeTo(tools, next)
    assert.deepEqual(await look(), after)
    assert.ok(!existsSync(home.journal))
    const previous = readPrevious(home.previous)
    assert.equal(previous?.release, old)
    await upgradeTo(tools, old, previous?.schemas)
    assert.deepEqual(await look(), before)
  })

  it('goes back by itself when the next release is not well', async (t) => {
    const { home, tools, said, look } = await makeBox(t)
    const hasty = { ...tools, pace: { ...pace, patience: 500 } }
    await assert.rejects(upgradeTo(hasty, broken), (error) => error instanceof WentBack && /500/.test(error.message))
    assert.deepEqual(await look(), before)
    assert.ok(!existsSync(home.journal))
    assert.match(said.at(-1) ?? '', /going back to 1\.0\.0/)
  })

  it('leaves alone a SkyPanel that did not run', async (t) => {
    const { tools, service } = await makeBox(t)
    await service.stop()
    await upgradeTo(tools, next)
    assert.equal(await service.isRunning(), false)
  })

  // The words with which each stage begins, and how long it goes on before the kill.
  const kills: [string, number][] = [
    ['stopping', 0],
    ['making a backup', 0],
    ['bringing the databases', 60],
    ['switching', 0],
    ['starting', 0],
    ['starting', 60],
  ]
  for (const [words, delay] of kills) {
    it(`killed while “${words}”, after ${delay} ms, is finished by the next run`, async (t) => {
      const { home, tools, environment, look } = await makeBox(t)
      const child = fork(join(tests, 'upgrade-process.ts'), [home.folder, next], { env: environment })
      const ended = once(child, 'exit')
      await new Promise<void>((resolve) => {
        child.on('message', (message) => String(message).startsWith(words) && resolve())
        child.once('exit', () => resolve())
      })
      await pause(delay)
      child.kill('SIGKILL')
      await ended
      const recovered = await recoverUpgrade(tools)
      // It may have been over by then.
      assert.deepEqual(await look(), recovered === 'back' ? before : after)
      assert.ok(!existsSync(home.journal))
    })
  }

  it('killed while it goes back goes on with that', async (t) => {
    const { home, tools, environment, look } = await makeBox(t)
    const child = fork(join(tests, 'upgrade-process.ts'), [home.folder, next], { env: environment })
    const ended = once(child, 'exit')
    child.on('message', (message) => String(message).startsWith('starting') && child.kill('SIGKILL'))
    await ended
    const journal = JSON.parse(readFileSync(home.journal, 'utf8'))
    writeFileSync(home.journal, JSON.stringify({ ...journal, stage: 'going-back' }))
    assert.equal(await recoverUpgrade(tools), 'back')
    assert.equal(await recoverUpgrade(tools), undefined)
    assert.deepEqual(await look(), before)
  })
})
