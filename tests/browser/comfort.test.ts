// What makes reading pleasant: keys, posts that come by themselves, a page when nothing can be reached.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const posts = 45
let server: TestServer
let account: Account

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`comfort-${randomBytes(2).toString('hex')}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  const start = Date.now() - posts * 60_000
  const writes = Array.from({ length: posts }, (_, at) => ({
    $type: 'com.atproto.repo.applyWrites#create' as const,
    collection: 'app.bsky.feed.post',
    value: { text: `Post number ${at + 1}`, createdAt: new Date(start + at * 60_000).toISOString() },
  }))
  await agent.com.atproto.repo.applyWrites({ repo: account.did, writes })
  await waitFor('the AppView has the posts', async () => {
    const { data } = await agent.app.bsky.feed.getAuthorFeed({ actor: account.did, limit: 100 })
    return data.feed.length === posts
  })
})
after(() => server?.close())

test('keys move from post to post, like, and lead to places', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/profile/${account.handle}`)
  const focused = page.locator('article:focus')
  await page.keyboard.press('j')
  await focused.getByText('Post number 45', { exact: true }).waitFor()
  await page.keyboard.press('j')
  await focused.getByText('Post number 44', { exact: true }).waitFor()
  await page.keyboard.press('k')
  await page.keyboard.press('l')
  await focused.locator('[aria-pressed=true][aria-label^=Like]').waitFor()
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Keys' }).waitFor()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.waitForURL(/\/post\//)
  await page.getByLabel('Your reply').fill('')
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  assert.equal(await page.getByLabel('Your reply').inputValue(), 'gh', 'keys that are typed stay text')
  await page.getByLabel('Your reply').evaluate((field) => (field as HTMLElement).blur())
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.waitForURL(`${server.url}/`)
})

test('the page of keys is sound, and tabs begin where the current one is in sight', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true, viewport: { width: 360, height: 700 } })
  await page.context().addCookies(await cookiesOf(server, account))
  await checkPage(page, `${server.url}/keyboard`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, `${server.url}/keyboard`)
  await page.goto(`${server.url}/profile/${account.handle}?tab=likes`)
  const tab = page.locator('.tabs [aria-current]')
  const box = await tab.boundingBox()
  assert.ok(box && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box))
})

test('older posts come by themselves, and the way back leads to the same post', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.goto(`${server.url}/profile/${account.handle}`)
  assert.equal(await page.locator('article').count(), 30)
  await page.locator('.pager').scrollIntoViewIfNeeded()
  await waitFor('all posts are there', async () => (await page.locator('article').count()) === posts)
  assert.equal(await page.locator('.pager a[rel=next]').count(), 0, 'there are no more')
  const ids = await page.locator('article[id]').evaluateAll((all) => all.map(({ id }) => id))
  assert.equal(new Set(ids).size, posts)

  const third = page.getByText('Post number 3', { exact: true })
  await third.scrollIntoViewIfNeeded()
  await page.locator('article', { has: third }).locator('a.when').click()
  await page.waitForURL(/\/post\//)
  await page.goBack()
  await waitFor('it is in sight again', () =>
    third.evaluate((post) => {
      const { top, bottom } = post.getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    }),
  )
})

test('without JavaScript older posts are a link away', async (t) => {
  const page = await openPage(t, { origin: server.url, javaScriptEnabled: false })
  await page.goto(`${server.url}/profile/${account.handle}`)
  await page.getByRole('link', { name: 'Older posts' }).click()
  await page.getByText('Post number 1', { exact: true }).waitFor()
  await page.getByText('That is all there is.').waitFor()
})

test('it can be installed', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.goto(`${server.url}/`)
  const address = await page.locator('link[rel=manifest]').getAttribute('href')
  const manifest = await (await page.request.get(server.url + address)).json()
  assert.deepEqual([manifest.start_url, manifest.display], ['/', 'standalone'])
  for (const { src, type } of manifest.icons) {
    const answer = await page.request.get(server.url + src)
    assert.deepEqual([answer.status(), answer.headers()['content-type']], [200, type], src)
  }
})

test('when nothing can be reached, the last timeline is there, until signing out', async (t) => {
  const own = await startServer(network, { stream: true })
  t.after(() => own.close())
  const page = await openPage(t, {
    origin: own.url,
    serviceWorkers: 'allow',
    expected: [/ERR_|Failed to (load|fetch)/],
  })
  await page.context().addCookies(await cookiesOf(own, account))
  await page.goto(`${own.url}/`)
  const controls = () => page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated')
  await waitFor('the service worker is in charge', controls)
  await page.reload()
  await page.getByText('Post number 45', { exact: true }).waitFor()
  const isKept = () => page.evaluate(async () => Boolean(await (await caches.open('pages-1')).match('/')))
  await waitFor('the timeline is kept', isKept)

  await own.close()
  await page.reload()
  await page.getByText('SkyPanel cannot be reached. This is what you read last').waitFor()
  await page.getByText('Post number 45', { exact: true }).waitFor()
  await page.goto(`${own.url}/feeds`)
  await page.getByRole('heading', { name: 'SkyPanel cannot be reached' }).waitFor()
})

test('signing out takes the kept timeline along', async (t) => {
  const page = await openPage(t, { origin: server.url, serviceWorkers: 'allow' })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/`)
  const isKept = () => page.evaluate(async () => Boolean(await (await caches.open('pages-1')).match('/')))
  await waitFor('the service worker is in charge', () =>
    page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'),
  )
  await page.reload()
  await waitFor('the timeline is kept', isKept)
  await page.getByRole('button', { name: /Sign out/ }).click()
  await page.getByRole('heading', { name: 'A quiet place to read Bluesky.' }).waitFor()
  assert.equal(await isKept(), false)
})

test('the page for when nothing can be reached is like every other', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true })
  await checkPage(page, `${server.url}/offline`)
  const dark = await openPage(t, { origin: server.url, bypassCSP: true, colorScheme: 'dark' })
  await checkColours(dark, `${server.url}/offline`)
})
