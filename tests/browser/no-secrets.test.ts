// Whoever reads the databases, the logs or a backup's rows finds no token and no key that works.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { createClient } from '@libsql/client'
import { nameKey, unseal } from '#server/auth/seal.ts'
import { readSealingKey } from '#server/secrets.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'

const network = await useNetwork()
const openPage = useBrowser()
const passphrase = `passphrase-${randomBytes(12).toString('hex')}`
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true, settings: { LOG_LEVEL: 'debug', BACKUP_PASSPHRASE: passphrase } })
})
after(() => server?.close())

/** Every text of some length in `value`, however deep: tokens, keys, session ids. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

test('tokens, keys and passwords are nowhere in plain text', async (t) => {
  const [account, other] = await Promise.all(
    ['secret', 'sealed'].map((name) => network.createAccount(`${name}-${randomBytes(2).toString('hex')}`)),
  )
  assert.ok(account && other)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  const { data } = await agent.com.atproto.server.createAppPassword({ name: 'skypanel' })
  const person = await signInAs(server, { ...account, password: data.password })

  const page = await openPage(t, { origin: server.url })
  await page.goto(`${server.url}/sign-in?next=/feeds`)
  await page.getByLabel('Your handle').first().fill(other.handle)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.waitForURL(`${network.pdsUrl}/**`)
  await page.locator('input[type=password]').fill(other.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(`${server.url}/feeds`)
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('skypanel'))

  const made = await person.post('/settings/keys', { name: 'test', may: 'read' }, { accept: 'application/json' })
  const { key } = (await made.json()) as { key: string }
  for (const authorization of [`Bearer ${key}`, `Bearer ${key}x`]) {
    await fetch(`${server.url}/api/feeds`, { headers: { authorization } })
  }
  // What fails is what is logged.
  await createPerson(server).post('/auth/password', { handle: account.handle, password: `${data.password}x` })
  await person.get('/profile/nobody.invalid')
  await person.post('/admin/backups')
  await waitFor('a backup', async () => globSync(join(server.dataDir, 'backups', '*.age')).length > 0)

  const sealing = nameKey(readSealingKey(server.dataDir))
  const client = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 20_000 })
  const { rows } = await client.execute('SELECT did, kind, sealed FROM credentials').finally(() => client.close())
  assert.deepEqual(rows.map(({ kind }) => kind).sort(), ['oauth', 'password'])
  const tokens = rows
    .flatMap(({ did, kind, sealed }) => textsOf(unseal(sealing, `credentials ${kind} ${did}`, String(sealed))))
    .filter((text) => text.length > 30 && !/^(https?|did|at):/.test(text) && !/^[a-z:.? ]*atproto/.test(text))
  assert.ok(tokens.length >= 4)
  const values = [
    ...cookies.map(({ value }) => value),
    person.cookie.split('=')[1] ?? '',
    key,
    data.password,
    passphrase,
  ]
  const secrets = [...values, account.password, ...tokens]

  const files = globSync(join(server.dataDir, '**', '*')).filter(
    (file) => statSync(file).isFile() && !file.includes(`${join(server.dataDir, 'secrets')}/`),
  )
  assert.ok(files.some((file) => file.endsWith('main.db')) && files.some((file) => file.endsWith('web.log')))
  const places = [
    ...files.map((file): [string, string] => [file, readFileSync(file, 'latin1')]),
    ['output', server.log()] as const,
  ]
  for (const [place, text] of places) {
    for (const secret of secrets) assert.ok(!text.includes(secret), `${place} holds ${secret.slice(0, 6)}…`)
  }
})
