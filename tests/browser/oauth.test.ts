// Signing in at the person's own server, in a browser, against a real PDS.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createClient } from '@libsql/client'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { askServer, grantAccess } from './grant-access.ts'

const openPage = useBrowser()
const network = await useNetwork()
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
})
after(() => server?.close())

/** An account that no other run has made. */
const newcomer = (name: string) => network.createAccount(`${name}-${randomBytes(2).toString('hex')}`)

/** Switches scripts of the pages loaded from now on. The PDS's own pages need them, ours do not. */
async function scriptSwitch(page: Page): Promise<(on: boolean) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page)
  return (on) => session.send('Emulation.setScriptExecutionDisabled', { value: !on })
}

const accessOf = (account: Account, next = '/feeds') => ({ server, network, account, next })
const askAt = (page: Page, account: Account, next?: string) => askServer(page, accessOf(account, next))
const signIn = (page: Page, account: Account) => grantAccess(page, accessOf(account))

async function readRows(sql: string): Promise<string[]> {
  const client = createClient({ url: `file:${join(server.dataDir, 'main.db')}` })
  const { rows } = await client.execute(sql)
  client.close()
  return rows.map((row) => Object.values(row).join(' '))
}

for (const javaScript of [true, false]) {
  test(`signs in and out, JavaScript ${javaScript ? 'on' : 'off'}`, async (t) => {
    const account = await newcomer(javaScript ? 'oauth-on' : 'oauth-off')
    const page = await openPage(t, { origin: server.url })
    const setScripts = await scriptSwitch(page)
    await setScripts(javaScript)
    await page.goto(`${server.url}/sign-in?next=/feeds`)
    await setScripts(true)
    await page.getByLabel('Your handle').first().fill(`@${account.handle.toUpperCase()}`)
    await page.getByRole('button', { name: 'Sign in' }).first().click()
    await page.waitForURL(`${network.pdsUrl}/**`)
    await page.locator('input[type=password]').fill(account.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Authorize' }).waitFor()
    await page.getByRole('button', { name: 'Authorize' }).click()
    await page.waitForURL(`${server.url}/feeds`)
    await setScripts(javaScript)
    await page.reload()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()

    const [cookie] = (await page.context().cookies()).filter(({ name }) => name.startsWith('skypanel'))
    assert.ok(cookie?.httpOnly && cookie.sameSite === 'Lax' && cookie.path === '/' && !cookie.secure)
    assert.deepEqual(await readRows(`SELECT kind FROM credentials WHERE did = '${account.did}'`), ['oauth'])
    await page.goto(`${server.url}/sign-in`)
    assert.equal(page.url(), `${server.url}/`, 'who is signed in is sent home')

    await page.goto(`${server.url}/feeds`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in' }).first().waitFor()
    assert.deepEqual(await readRows(`SELECT kind FROM credentials WHERE did = '${account.did}'`), [])
    assert.deepEqual(await readRows('SELECT token_hash FROM sessions'), [])
  })
}

test('keeps what it was given sealed', async (t) => {
  const account = await newcomer('oauth-sealed')
  const page = await openPage(t, { origin: server.url })
  await signIn(page, account)
  const [sealed = ''] = await readRows(`SELECT sealed FROM credentials WHERE did = '${account.did}'`)
  assert.match(sealed, /^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/)
  const files = ['main.db', 'main.db-wal'].map((name) => readFileSync(join(server.dataDir, name), 'latin1')).join('')
  for (const word of ['access_token', 'refresh_token', 'dpopJwk', '"crv"', 'verifier']) {
    assert.ok(!files.includes(word), `${word} is in the database in plain text`)
  }
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.startsWith('skypanel'))
  assert.ok(cookie && !files.includes(cookie.value), 'the session id is in the database in plain text')
})

test('two browsers of a person live and end on their own', async (t) => {
  const account = await newcomer('oauth-twice')
  const first = await openPage(t, { origin: server.url })
  const second = await openPage(t, { origin: server.url })
  await signIn(first, account)
  await signIn(second, account)
  await second.getByRole('button', { name: 'Sign out' }).click()
  await second.getByRole('button', { name: 'Sign in' }).first().waitFor()
  const answer = await first.goto(`${server.url}/`)
  assert.equal(answer?.status(), 200, 'the first one still acts upstream')
  await first.getByRole('button', { name: 'Sign out' }).waitFor()
  assert.deepEqual(await readRows(`SELECT kind FROM credentials WHERE did = '${account.did}'`), ['oauth'])
})

test('an answer is taken only by the browser that asked', async (t) => {
  const account = await newcomer('oauth-csrf')
  const expected = [/status of 403/]
  const attacker = await openPage(t, { origin: server.url, expected })
  const victim = await openPage(t, { origin: server.url, expected })
  await askAt(attacker, account)
  const cookies = await attacker.context().cookies(server.url)
  await attacker.context().clearCookies({ domain: '127.0.0.1' })
  await attacker.getByRole('button', { name: 'Authorize' }).click()
  await attacker.getByText('begun in another browser').waitFor()

  const shown = await victim.goto(attacker.url())
  assert.equal(shown?.status(), 403)
  await victim.getByText('begun in another browser').waitFor()
  assert.deepEqual(await victim.context().cookies(), [])
  assert.deepEqual(await readRows(`SELECT kind FROM credentials WHERE did = '${account.did}'`), [])

  await attacker.context().addCookies(cookies)
  await attacker.goto(attacker.url())
  assert.equal(attacker.url(), `${server.url}/feeds`, 'a refused try does not use the answer up')
})

test('says that it was not approved', async (t) => {
  const account = await newcomer('oauth-denied')
  const page = await openPage(t, { origin: server.url, expected: [/status of 403/] })
  await askAt(page, account)
  await page.getByRole('button', { name: /deny|cancel/i }).click()
  await page.getByText('You did not approve the sign-in.').waitFor()
})

test('says what is wrong with a handle, and keeps it', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: [/status of 422/] })
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('Your handle').first().fill('nobody-at-all.test')
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.getByText('No account has the handle nobody-at-all.test.').waitFor()
  assert.equal(await page.getByLabel('Your handle').first().inputValue(), 'nobody-at-all.test')
})
