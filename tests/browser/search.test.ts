// Searching in a browser: every page and state as it should be, and the field that offers people by keyboard and pointer.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Account } from '#demo/account.ts'
import { signIn } from '../http/scenario.ts'
import { useNetwork } from '../network.ts'
import { createPerson } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkThemes, findViolations } from './check-page.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
let account: Account
let cookies: { name: string; value: string; url: string }[]
let saved: string

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`seeker-${randomBytes(2).toString('hex')}`)
  const cookie = await signIn(server, account)
  const [name = '', value = ''] = cookie.split('=')
  cookies = [{ name, value, url: server.url }]
  const person = createPerson(server, cookie)
  saved = (await person.post('/searches', { query: 'from:piotr.test', name: 'Piotr' })).headers.get('location') ?? ''
})
after(() => server?.close())

const shared: [path: string, status?: number][] = [
  ['/search?q=harbour'],
  ['/search?q=from%3Apiotr.test+-lang%3Ade&tab=latest'],
  ['/search?q=nothing-at-all-like-this'],
  ['/search?q=boats+since%3Asoon+from%3Ax+-lang%3Anone+following%3Ayes', 400],
  ['/search?q=ines&tab=user'],
  ['/search?q=lang%3Apt&tab=feed'],
  ['/hashtag/NightTrains?tab=top'],
  ['/hashtag/NightTrains?author=tomas.test'],
]

/** What differs for somebody signed in. */
const own = (): [path: string, status?: number][] => [
  ['/search'],
  [saved],
  ['/search?q=harbour'],
  ['/search?q=ines&tab=user'],
]

const options = { bypassCSP: true, expected: [/status of 400/] }

test('signed out', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  const paths: typeof shared = [['/search'], ...shared, ['/search?q=following%3Atrue', 400]]
  for (const [path, status] of paths) await checkThemes(page, server.url + path, status)
})

test('signed in', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.context().addCookies(cookies)
  for (const [path, status] of own()) {
    await checkThemes(page, server.url + path, status)
  }
})

test('every field is there without JavaScript, and a search goes on from its form', async (t) => {
  const page = await openPage(t, { origin: server.url, javaScriptEnabled: false })
  await page.goto(`${server.url}/search?q=harbour`)
  await page.getByText('More filters').click()
  await page.locator('#filter-author').fill('tomas.test')
  await page.locator('#filter-lang').selectOption('en')
  await page.locator('form:has(#filter-author) button').click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'harbour from:tomas.test lang:en')
  assert.equal(await page.locator('#q').inputValue(), 'harbour from:tomas.test lang:en')
})

test('offers people while one types: by keyboard', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true })
  await page.goto(`${server.url}/search`)
  const field = page.getByRole('combobox')
  assert.equal(await field.getAttribute('aria-expanded'), 'false')
  await field.fill('ines')
  const option = page.getByRole('option', { name: 'Inês Carvalho' })
  await option.waitFor()
  assert.equal(await field.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowDown')
  assert.equal(
    await field.getAttribute('aria-activedescendant'),
    await page.locator('#people-options [aria-selected=true]').getAttribute('id'),
  )
  assert.deepEqual(await findViolations(page), [])
  await page.keyboard.press('Escape')
  await option.waitFor({ state: 'hidden' })
  assert.equal(await field.inputValue(), 'ines')
  assert.equal(await field.getAttribute('aria-activedescendant'), null)
  // Operators name nobody; a search is sent as ever.
  await field.fill('#NightTrains')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=%23NightTrains/)
  await page.getByRole('combobox').fill('inês')
  await option.waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/profile\//)
})

test('offers people while one types: by pointer', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.goto(`${server.url}/search`)
  await page.getByRole('combobox').fill('wren')
  await page.getByRole('option', { name: 'Wren Abernathy' }).click()
  await page.waitForURL(/\/profile\/wren\.test$/)
})
