import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { findCredential } from '#db/queries/credentials.ts'
import { createCredentialStore } from './credential-store.ts'
import { nameKey } from './seal.ts'
import { createStateStore } from './state-store.ts'

async function openTools() {
  const main = await openDatabase('main', ':memory:', { access: 'write' })
  await migrateUp(main, { name: 'main', folder: join(import.meta.dirname, '../../../db/migrations') }, 0)
  const key = nameKey(randomBytes(32))
  return { main, key, log: pino({ level: 'silent' }), now: Date.now }
}

test('keeps, replaces and forgets, a kind for itself', async () => {
  const tools = await openTools()
  const [oauth, password] = [createCredentialStore(tools, 'oauth'), createCredentialStore(tools, 'password')]
  await oauth.set('did:plc:a', { token: 1 })
  await oauth.set('did:plc:a', { token: 2 })
  assert.deepEqual(await oauth.get('did:plc:a'), { token: 2 })
  assert.equal(await password.get('did:plc:a'), undefined)
  await oauth.del('did:plc:a')
  assert.equal(await oauth.get('did:plc:a'), undefined)
})

test('does not open a row that was moved to another person', async () => {
  const tools = await openTools()
  const store = createCredentialStore(tools, 'oauth')
  await store.set('did:plc:a', { token: 1 })
  await tools.main.$client.execute("UPDATE credentials SET did = 'did:plc:b'")
  assert.equal(await store.get('did:plc:b'), undefined)
})

test('with another sealing key people sign in again, and that is kept', async () => {
  const tools = await openTools()
  await createCredentialStore(tools, 'password').set('did:plc:a', { token: 1 })
  const store = createCredentialStore({ ...tools, key: nameKey(randomBytes(32)) }, 'password')
  assert.equal(await store.get('did:plc:a'), undefined)
  await store.set('did:plc:a', { token: 2 })
  assert.deepEqual(await store.get('did:plc:a'), { token: 2 })
})

test('a credential that cannot be written is not lost, and is written once that works', async () => {
  const tools = await openTools()
  const store = createCredentialStore(tools, 'oauth')
  await store.set('did:plc:a', { token: 'old' })
  await tools.main.$client.execute('ALTER TABLE credentials RENAME TO away')
  await store.set('did:plc:a', { token: 'new' })
  assert.deepEqual(await store.get('did:plc:a'), { token: 'new' })
  await tools.main.$client.execute('ALTER TABLE away RENAME TO credentials')

  const reader = createCredentialStore(tools, 'oauth')
  const deadline = Date.now() + 10_000
  while (((await reader.get('did:plc:a')) as { token: string }).token !== 'new') {
    assert.ok(Date.now() < deadline, 'it was never written')
    await pause(20)
  }
  assert.match((await findCredential(tools.main, 'did:plc:a', 'oauth')) ?? '', /^v1\./)
})

test('a state is gone after an hour, and its row with the next one', async () => {
  const tools = await openTools()
  let now = 1_000_000
  const states = createStateStore<{ verifier: string }>({ ...tools, now: () => now })
  await states.set('a', { verifier: 'x' })
  assert.deepEqual(await states.get('a'), { verifier: 'x' })
  now += 3_600_000
  assert.equal(await states.get('a'), undefined)
  await states.set('b', { verifier: 'y' })
  const { rows } = await tools.main.$client.execute('SELECT key FROM oauth_states')
  assert.deepEqual(
    rows.map((row) => row.key),
    ['b'],
  )
  await states.del('b')
  assert.equal(await states.get('b'), undefined)
})

test('a state sealed with another key is none', async () => {
  const tools = await openTools()
  await createStateStore<{ verifier: string }>(tools).set('a', { verifier: 'x' })
  const states = createStateStore<{ verifier: string }>({ ...tools, key: nameKey(randomBytes(32)) })
  assert.equal(await states.get('a'), undefined)
  await states.set('a', { verifier: 'y' })
  assert.deepEqual(await states.get('a'), { verifier: 'y' })
})
