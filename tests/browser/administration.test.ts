// The administration and the first run: valid HTML, no accessibility violation, in both themes, nothing wider than a phone.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createClient } from '@libsql/client'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkAnswer, checkPage, checkThemes } from './check-page.ts'
import { grantAccess } from './grant-access.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
let head: Account
let other: Account
let link: string

before(async () => {
  server = await startServer(network, { stream: true, settings: { SETUP_CODE: 'true', SIGN_UP: '' } })
  const suffix = randomBytes(2).toString('hex')
  head = await network.createAccount(`admlook-${suffix}`)
  other = await network.createAccount(`admsee-${suffix}`)
})
after(() => server?.close())

test('from the code to the audit log', async (t) => {
  const page = await openPage(t, {
    bypassCSP: true,
    origin: server.url,
    expected: [/the server responded with a status of (403|404|422)/],
  })
  const send = async (name: string) => {
    const [answer] = await Promise.all([
      page.waitForNavigation(),
      page.getByRole('button', { name, exact: true }).click(),
    ])
    return answer
  }
  await checkPage(page, `${server.url}/setup`)
  await page.getByLabel('The code').fill('WRONG')
  await checkAnswer(page, await send('Go on'), 403)
  await page.getByLabel('The code').fill(readFileSync(join(server.dataDir, 'secrets', 'setup-code'), 'utf8'))
  await checkAnswer(page, await send('Go on'))
  await page.getByLabel('They are made').selectOption('168')
  await page.getByLabel('How many stay').fill('x')
  await checkAnswer(page, await send('Save and go on'), 422)
  await page.getByLabel('How many stay').fill('4')
  await checkAnswer(page, await send('Save and go on'))
  const signIn = async ({ handle, password }: Account) => {
    if (!(await page.getByLabel('App password').isVisible())) await page.getByText('Use an app password').click()
    const form = page.locator('form[action="/auth/password"]')
    await form.getByLabel('Your handle').fill(handle)
    await form.getByLabel('App password').fill(password)
    const [answer] = await Promise.all([
      page.waitForNavigation(),
      form.getByRole('button', { name: 'Sign in' }).click(),
    ])
    return answer
  }
  await checkAnswer(page, await signIn(head))
  assert.equal(new URL(page.url()).pathname, '/admin')

  await page.goto(`${server.url}/admin/users`)
  await page.getByLabel('Handle or DID').last().fill(other.handle)
  await checkAnswer(page, await send('Add'))
  const person = page.url()
  await page.getByLabel('Why').fill('To see how it looks')
  await checkAnswer(page, await send(`Suspend @${other.handle}`))
  await page.getByLabel('Their handle').fill('another')
  await checkAnswer(page, await send('Remove with all data'), 422)

  await page.goto(`${server.url}/admin/sign-up`)
  await page.getByLabel('Whom it is for').fill('Somebody')
  await checkAnswer(page, await send('Make the link'))
  link = await page.getByLabel('Send this link').inputValue()
  await checkThemes(page, `${server.url}/admin/users`)
  await checkPage(page, `${server.url}/admin/users?q=nobody`)
  await checkThemes(page, `${server.url}/admin/audit`)
  await checkPage(page, `${server.url}/admin/audit?person=nobody`)

  await page.setViewportSize({ width: 360, height: 800 })
  for (const path of ['/admin', '/admin/users', '/admin/sign-up', '/admin/audit', new URL(person).pathname]) {
    await page.goto(server.url + path)
    const width = await page.locator('html').evaluate((root) => root.scrollWidth)
    assert.ok(width <= 360, `${path} is ${width} wide`)
  }

  await page.context().clearCookies()
  await checkPage(page, link)
  await checkPage(page, `${server.url}/invite/none`, 404)
  await page.goto(`${server.url}/sign-in`)
  await checkAnswer(page, await signIn(other), 403)
  await page.getByRole('heading', { name: 'You are suspended here' }).waitFor()
})

test('at their own server too: who is not invited is told so and leaves nothing, who is comes in', async (t) => {
  const account = await network.createAccount(`admgo-${randomBytes(2).toString('hex')}`)
  const page = await openPage(t, { bypassCSP: true, origin: server.url, expected: [/a status of 403/] })
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('Your handle').first().fill(account.handle)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.waitForURL(`${network.pdsUrl}/**`)
  await page.locator('input[type=password]').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByRole('heading', { name: 'You need an invitation' }).waitFor()
  assert.equal(new URL(page.url()).pathname, '/auth/callback')
  const main = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 20_000 })
  for (const table of ['users', 'credentials']) {
    const { rows } = await main.execute({ sql: `SELECT did FROM ${table} WHERE did = ?`, args: [account.did] })
    assert.deepEqual(rows, [], table)
  }
  main.close()
  await page.goto(link)
  await grantAccess(page, { server, network, account, next: '/feeds' })
})
