// `skypanel user`: what it does beside a box that runs, and alone.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Account } from '#demo/account.ts'
import { runHere } from '../command-line.ts'
import { findPort } from '../find-port.ts'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { send } from './scenario.ts'

const network = await useNetwork()
const suffix = randomBytes(2).toString('hex')
let server: TestServer
let boss: Account
let other: Account
let head: Person

before(async () => {
  server = await startServer(network)
  boss = await network.createAccount(`user-boss-${suffix}`)
  other = await network.createAccount(`user-other-${suffix}`)
  head = await signInAs(server, boss)
})
after(() => server?.close())

/** What the command line of the box is told by its surroundings. */
const surroundings = (dataDir: string, port: string) => ({
  ...network.settings,
  ...{ DATA_DIR: dataDir, PORT: port, SETUP_CODE: 'true', PATH: process.env.PATH },
})

test('the command line does the same beside a box that runs, and leaves its lines in the log', async () => {
  const environment = surroundings(server.dataDir, new URL(server.url).port)
  const run = async (code: number, ...words: string[]) => {
    const done = await runHere(environment, 'user', ...words)
    assert.equal(done.code, code, `${words}: ${done.said} ${done.noted}`)
    return words.includes('--json') ? JSON.parse(done.said) : done.said + done.noted
  }
  const { people, setupCode } = await run(0, 'list', '--json')
  assert.equal(setupCode, null)
  assert.ok(people.some(({ handle }: { handle: string }) => handle === boss.handle))
  const { handle, password } = other
  assert.equal((await run(0, 'add', `@${handle}`, '--role', 'reader', '--json')).role, 'reader')
  assert.match(await run(1, 'add', handle), /is here already/)
  assert.match(await run(0, 'promote', handle, '--role', 'member'), /Changed: .* {2}member/)
  assert.match(await run(0, 'suspend', handle, '--why', 'Spam'), /suspended/)
  const refused = await send(server, { name: '', path: '/auth/password', body: { handle, password } })
  assert.equal(refused.status, 403)
  assert.match(await refused.text(), /has suspended/)
  assert.doesNotMatch(await run(0, 'suspend', handle, '--lift'), /suspended/)
  assert.match(await run(2, 'remove', handle), /--yes/)
  assert.match(await run(0, 'remove', handle, '--yes'), /Removed/)
  assert.match(await run(1, 'remove', handle, '--yes'), /nobody of this name/)
  assert.match(await run(2, 'promote', handle, '--role', 'king'), /A role is/)
  assert.match(await run(1, 'invite', '--days', '400'), /1 to 90 days/)
  const { link } = await run(0, 'invite', '--for', 'somebody', '--json')
  assert.equal((await createPerson(server).get(new URL(link).pathname)).status, 200)
  const answer = await head.get('/admin/audit', { accept: 'application/json' })
  const lines = ((await answer.json()) as { entries: { actor: string; address?: string }[] }).entries
  assert.equal(lines.filter(({ actor, address }) => actor === 'command line' && address === undefined).length, 6)
})

test('the command line does it alone while the box stands still, a new one too', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-users-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const environment = surroundings(dataDir, String(await findPort()))
  const before = await runHere(environment, 'user', 'list', '--json')
  assert.match(JSON.parse(before.said).setupCode, /^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/)
  const added = await runHere(environment, 'user', 'add', other.did, '--role', 'administrator')
  assert.equal(added.code, 0, added.noted)
  assert.match(added.said, /Added: .* {2}administrator/)
  const listed = JSON.parse((await runHere(environment, 'user', 'list', '--json')).said)
  assert.deepEqual([listed.people.length, listed.setupCode], [1, null])
  const refused = await runHere(environment, 'user', 'suspend', other.handle)
  assert.equal(refused.code, 1)
  assert.match(refused.noted, /is the last administrator/)
})
