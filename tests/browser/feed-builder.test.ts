// The builder in a browser: with scripts the page stays and the preview follows, without them everything works as forms.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { type PageOptions, useBrowser } from './browser.ts'
import { checkColours, checkPage, findViolations } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(2).toString('hex')
let server: TestServer
let id: number
let account: Account

const whole = {
  title: 'Night Trains',
  'sources.0.type': 'hashtags',
  'sources.0.tags': 'nachtzug',
  'sources.1.type': 'quietPosters',
  'sources.1.postsPerDay': '2',
  'filters.0.type': 'any',
  'filters.0.of.0.type': 'keywords',
  'filters.0.of.0.words': 'sleeper',
  'filters.0.of.1.type': 'all',
  'filters.0.of.1.of.0.type': 'media',
  'filters.0.of.1.of.0.kinds[]': 'image',
  'filters.0.of.1.of.1.type': 'engagement',
  'filters.0.of.1.of.1.of': 'likes',
  'filters.0.of.1.of.1.atLeast': '5',
  'filters.1.type': 'seen',
  'filters.1.mode': 'none',
  'order.by': 'hot',
}

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`bench-${tag}`)
  const owner = await signInAs(server, account)
  const json = { accept: 'application/json' }
  const fields = { ...whole, 'sources.1.did': account.did, do: 'save' }
  const made = (await (await owner.post('/feeds/build', fields, json)).json()) as { id: number }
  id = made.id
  const changed = await owner.post('/feeds/build', { ...fields, feed: String(id), 'sources.0.tags': 'nightjet' }, json)
  assert.equal(changed.status, 201)
})
after(() => server?.close())

/** A page of the owner's. */
async function open(t: TestContext, options: Omit<PageOptions, 'origin'> = {}): Promise<Page> {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, account))
  return page
}

test('every state of it is valid, and fit for everybody', async (t) => {
  const page = await open(t, { bypassCSP: true, expected: [/status of 422/] })
  for (const path of [
    '/feeds/build',
    `/feeds/build?feed=${id}`,
    `/feeds/${id}`,
    `/feeds/${id}/versions`,
    '/feeds/import',
    '/feeds/gallery',
    '/feeds/new',
  ]) {
    await checkPage(page, server.url + path)
  }
})

test('so are its mistakes, and it without scripts', async (t) => {
  const page = await open(t, {
    bypassCSP: true,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    expected: [/status of 422/],
  })
  await page.goto(`${server.url}/feeds/build`)
  await page.getByLabel('Title').fill('A title that is much too long for it')
  await page.getByRole('textbox', { name: 'Hashtags' }).fill('#12')
  const sent = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.getByRole('button', { name: 'Make the feed' }).first().click()
  await page.getByRole('alert').waitFor()
  const scripted = await open(t, { bypassCSP: true, expected: [/status of 422/] })
  const html = await (await sent).text()
  await scripted.setContent(html)
  assert.deepEqual(await findViolations(scripted), [])
  assert.equal((await sent).status(), 422)
  assert.equal(await page.getByRole('textbox', { name: 'Hashtags' }).inputValue(), '#12')

  await page.getByLabel('Title').fill('Bunks')
  await page.getByRole('textbox', { name: 'Hashtags' }).fill('bunk')
  await page.getByLabel('Kind of filter to add').selectOption('languages')
  await page.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('textbox', { name: 'Languages' }).fill('en')
  await page.getByLabel('More for Filter 1').click()
  await page.getByRole('button', { name: 'Put into a group' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Languages' }).inputValue(), 'en')
  await page.getByRole('button', { name: 'Remove Group 1' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Languages' }).count(), 0)
  await page.getByRole('button', { name: 'Undo' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Languages' }).inputValue(), 'en')
  await page.getByRole('button', { name: 'Make the feed' }).first().click()
  await page.getByRole('heading', { name: 'Bunks' }).waitFor()
})

test('its colours are fit in the dark, too', async (t) => {
  const page = await open(t, { bypassCSP: true, colorScheme: 'dark' })
  await checkColours(page, `${server.url}/feeds/build?feed=${id}`)
  await checkColours(page, `${server.url}/feeds/${id}/versions`)
})

test('without an answer, what was typed stays, and it is said', async (t) => {
  const page = await open(t, { expected: [/Failed to load resource/] })
  await page.goto(`${server.url}/feeds/build`)
  await page.route('**/feeds/build/part', (route) => route.abort())
  await page.getByLabel('Title').fill('Offline')
  await page.getByRole('button', { name: 'Make the feed' }).first().click()
  await page.getByText('SkyPanel could not be reached').waitFor()
  assert.equal(await page.getByLabel('Title').inputValue(), 'Offline')
  await page.unroute('**/feeds/build/part')
  await page.getByRole('textbox', { name: 'Hashtags' }).fill('bunk')
  await page.getByRole('button', { name: 'Make the feed' }).first().click()
  await page.getByRole('heading', { name: 'Offline' }).waitFor()
})

test('with scripts the page stays, and says what is wrong while one types', async (t) => {
  const page = await open(t)
  await page.goto(`${server.url}/feeds/build`)
  await page.evaluate(() => {
    document.body.dataset.stays = 'yes'
  })
  await page.getByLabel('Title').fill('Live')
  const field = page.getByRole('textbox', { name: 'Hashtags' })
  await field.fill('#12')
  await page.getByText('A hashtag needs more than digits and punctuation').waitFor()
  await field.fill('#bunk')
  await page.getByText('A hashtag needs more than digits and punctuation').waitFor({ state: 'detached' })
  await page.getByLabel('Kind of filter to add').selectOption('keywords')
  await page.getByRole('button', { name: 'Add filter' }).click()
  const words = page.getByRole('textbox', { name: 'Words' })
  await words.waitFor()
  assert.ok(await words.evaluate((element) => element === document.activeElement), 'what was added has the focus')
  assert.equal(await field.inputValue(), '#bunk')
  await page.getByRole('combobox', { name: 'Order' }).selectOption('hot')
  await page.getByLabel('Weight of a like').waitFor()
  await page.getByRole('button', { name: 'Remove Filter 1' }).click()
  await words.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await words.fill('sleeper')
  assert.equal(await page.evaluate(() => document.body.dataset.stays), 'yes')
  await page.getByRole('button', { name: 'Make the feed' }).first().click()
  await page.getByRole('heading', { name: 'Live' }).waitFor()
  assert.match(page.url(), /\/feeds\/\d+$/)
})
