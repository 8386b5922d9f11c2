// The composer in a browser: nothing reloads, nothing is lost, and it can be read by everybody.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
let account: Account
let foreign: AtpAgent

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`writing-${randomBytes(2).toString('hex')}`)
  foreign = new AtpAgent({ service: network.pdsUrl })
  await foreign.login({ identifier: account.handle, password: account.password })
})
after(() => server?.close())

async function signIn(page: Page, path: string): Promise<void> {
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(server.url + path)
}

const isSaved = (page: Page) => page.locator('[data-saved]', { hasText: 'Saved' }).waitFor()

test('keeps what is typed, adds to the thread and posts it without a page load', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await signIn(page, '/compose')
  await page.getByLabel('Your post').fill('Typed, not sent')
  await isSaved(page)
  await page.goto(`${server.url}/drafts`)
  await page.getByRole('link', { name: 'Typed, not sent' }).click()
  await page.getByLabel('Your post').fill('The first of two')
  await page.evaluate(() => document.body.setAttribute('data-same', ''))
  await page.getByRole('button', { name: 'Add to thread' }).click()
  const second = page.getByRole('textbox', { name: 'Post 2 of 2' })
  await second.waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Post 1 of 2' }).inputValue(), 'The first of two')
  await second.fill('x'.repeat(301))
  await page.locator('.count.oops', { hasText: '301 / 300' }).waitFor()
  await second.fill('The second of two')
  await isSaved(page)
  assert.equal(await page.locator('body[data-same]').count(), 1, 'the page was not loaded anew')
  await page.getByRole('button', { name: 'Post all 2' }).click()
  await page.waitForURL(/\/post\/\w+$/)
  const { data } = await foreign.com.atproto.repo.listRecords({
    repo: account.did,
    collection: 'app.bsky.feed.post',
    limit: 100,
  })
  const found = (text: string) => data.records.filter(({ value }) => (value as { text: string }).text === text)
  const [[first], [last]] = [found('The first of two'), found('The second of two')]
  assert.deepEqual((last?.value as { reply?: { parent: object } } | undefined)?.reply?.parent, {
    uri: first?.uri,
    cid: first?.cid,
  })
  await page.goto(`${server.url}/drafts`)
  await page.getByRole('heading', { name: 'No drafts' }).waitFor()
})

test('offers people while a mention is written', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await signIn(page, '/compose')
  const text = page.getByLabel('Your post')
  await text.focus()
  // At once: what is offered halfway may be others.
  await page.keyboard.insertText('Ask @tomas.t')
  await page.getByRole('option', { name: 'tomas.test' }).waitFor()
  await page.keyboard.press('Enter')
  assert.equal(await text.inputValue(), 'Ask @tomas.test ')
  await isSaved(page)
})

test('a word without an end makes no page wider than its window', async (t) => {
  const viewport = { width: 360, height: 800 }
  const page = await openPage(t, { origin: server.url, viewport, javaScriptEnabled: false })
  await signIn(page, '/compose')
  await page.getByLabel('Your post').fill(`https://example.org/${'x'.repeat(250)}`)
  const width = await page.locator('html').evaluate((root) => root.scrollWidth)
  assert.ok(width <= viewport.width, `${width} wide`)
})

test('what was posted a moment ago is asked about where its author looks', async (t) => {
  const viewport = { width: 360, height: 480 }
  const page = await openPage(t, { origin: server.url, viewport, expected: [/status of 422/] })
  const text = `Said twice.${'\n'.repeat(40)}Or is it?`
  await signIn(page, '/compose')
  await page.getByLabel('Your post').fill(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\/\w+$/)
  await page.goto(`${server.url}/compose`)
  await page.getByLabel('Your post').fill(text)
  await page.evaluate(() => scrollTo(0, 0))
  await page.getByLabel('Your post').press('Control+Enter')
  const question = page.getByText('You posted just this a moment ago.')
  await question.waitFor()
  await waitFor('it is within the window', async () => {
    const box = await question.boundingBox()
    return box !== null && box.y >= 0 && box.y + box.height <= viewport.height
  })
})

test('a session that ends while somebody writes loses nothing', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: [/401|status of/] })
  await signIn(page, '/compose')
  await page.context().clearCookies()
  await page.getByLabel('Your post').fill('Written without a session')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/sign-in\?next=/)
  const next = new URL(page.url()).searchParams.get('next') ?? ''
  assert.match(next, /^\/compose\?draft=/)
  await signIn(page, next)
  assert.equal(await page.getByLabel('Your post').inputValue(), 'Written without a session')
})

test('is valid and accessible as a thread, in both themes', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true, javaScriptEnabled: true })
  await signIn(page, `/compose?quote=${encodeURIComponent(network.posts.gallery?.uri ?? '')}`)
  await page.getByLabel('Your post').fill('A thread that is looked at')
  await page.getByRole('button', { name: 'Add to thread' }).click()
  await page.getByRole('textbox', { name: 'Post 2 of 2' }).fill('Nudity')
  await page.locator('section[data-post] summary').last().click()
  await page.getByRole('radio', { name: 'Nudity' }).last().check()
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByText('Content warning: 1 set').waitFor()
  const draft = page.url()
  await checkPage(page, draft)
  await checkPage(page, `${server.url}/drafts`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, draft)
  await checkColours(page, `${server.url}/drafts`)
})
