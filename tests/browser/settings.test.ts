// Pages of settings: valid HTML, no accessibility violation; every theme in every colour has enough contrast.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { accents } from '#types/box-preferences.ts'
import { useNetwork } from '../network.ts'
import { createPerson, type Person } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, writeRecord } from '../write-record.ts'
import { useBrowser } from './browser.ts'
import { checkAnswer, checkColours, checkPage, checkThemes, findViolations } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
let account: Account
let cookies: Awaited<ReturnType<typeof cookiesOf>>
let person: Person
let post: string

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`setlook-${randomBytes(2).toString('hex')}`)
  const agent = await openSession(network, account)
  const other = network.account('wren')
  await agent.app.bsky.graph.muteActor({ actor: other.did })
  post = (await writeRecord(agent, 'app.bsky.feed.post', { text: 'Hidden by its author' })).data.uri
  await waitFor('the post is there', async () => {
    const { data } = await agent.app.bsky.feed.getPosts({ uris: [post] })
    return data.posts.length > 0
  })
  const preferences = [
    { $type: 'app.bsky.actor.defs#labelersPref', labelers: [{ did: network.account('marsh').did }] },
    { $type: 'app.bsky.actor.defs#hiddenPostsPref', items: [post, `${post}gone`] },
  ]
  await agent.app.bsky.actor.putPreferences({ preferences: preferences as never })
  cookies = await cookiesOf(server, account)
  person = createPerson(server, cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
})
after(() => server?.close())

/** One of each template. */
const paths = [
  ...['', '/account', '/appearance', '/following-feed?saved=1', '/threads', '/saved-feeds', '/languages', '/profile'],
  ...['/privacy-and-security', '/handle', '/export', '/delete', '/content-and-media'],
].map((path) => `/settings${path}`)
const moderation = ['', '/muted-accounts', '/blocked-accounts', '/hidden-posts'].map((path) => `/moderation${path}`)

test('every page is valid and accessible', async (t) => {
  const page = await openPage(t, { bypassCSP: true, javaScriptEnabled: true, origin: server.url })
  await page.context().addCookies(cookies)
  for (const path of [...paths, ...moderation, '/sign-in?add=1']) await checkPage(page, server.url + path)
})

test('on a small phone nothing is wider than the window', async (t) => {
  const page = await openPage(t, {
    viewport: { width: 360, height: 800 },
    origin: server.url,
    javaScriptEnabled: false,
  })
  await page.context().addCookies(cookies)
  for (const path of [...paths, ...moderation]) {
    await page.goto(server.url + path)
    const width = await page.locator('html').evaluate((root) => root.scrollWidth)
    assert.ok(width <= 360, `${path} is ${width} wide`)
  }
})

/** Presses the button of a form: what answers holds `words`, is valid and accessible, and its colours are in dark, too. */
async function checkSent(page: Page, button: string, { status, words }: { status: number; words: string }) {
  await page.emulateMedia({ colorScheme: 'light' })
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.getByRole('button', { name: button }).click()
  const answer = await answered
  await page.getByText(words).waitFor()
  await checkAnswer(page, answer, status)
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await findViolations(page, 'contrast'), [], `contrast of ${words}`)
}

test('who can reply, said later, and forms that come back can be read in both themes', async (t) => {
  const page = await openPage(t, { bypassCSP: true, origin: server.url, expected: [/status of 4(01|09|22)/] })
  await page.context().addCookies(cookies)
  const gate = `${server.url}/post/gate?uri=${encodeURIComponent(post)}`
  await checkThemes(page, gate)
  await page.getByLabel('Only some people:').check()
  await checkSent(page, 'Save', { status: 422, words: 'Choose who can reply, or nobody.' })
  await page.goto(`${server.url}/settings/threads`)
  await person.post('/settings/threads', { order: 'oldest', shape: 'tree' })
  await page.getByLabel('Newest first').check()
  await checkSent(page, 'Save', { status: 409, words: 'changed somewhere else meanwhile' })
  await page.goto(`${server.url}/lists/new`)
  await page.getByLabel('Name').fill('Lamps and moths')
  await page.getByLabel('Description').fill('Seen by the harbour')
  await page.context().clearCookies()
  await checkSent(page, 'Make the list', { status: 401, words: 'Seen by the harbour' })
})

for (const theme of ['light', 'dark']) {
  test(`${theme}: every colour has enough contrast`, async (t) => {
    const page = await openPage(t, { bypassCSP: true, origin: server.url })
    await page.context().addCookies(cookies)
    for (const accent of accents) {
      const answer = await person.post('/settings/appearance', { theme, accent, textSize: 'normal' })
      assert.equal(answer.status, 303)
      await checkColours(page, `${server.url}/moderation`)
      const [shown, chosen] = await page.evaluate(() => [
        document.documentElement.dataset.theme,
        document.documentElement.dataset.accent ?? 'sky',
      ])
      assert.deepEqual([shown, chosen], [theme, accent])
    }
  })
}

test('a text that is refused comes back in its form, and says so accessibly', async (t) => {
  const page = await openPage(t, { bypassCSP: true, origin: server.url, expected: [/status of 404/] })
  await page.context().addCookies(cookies)
  await page.goto(`${server.url}/moderation`)
  await page.getByLabel('Handle of a labeler').fill(account.handle)
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click()
  await page.getByRole('alert').getByText('This account runs no labeler.').waitFor()
  assert.equal(await page.getByLabel('Handle of a labeler').inputValue(), account.handle)
})

test('a like that is given where counts are hidden shows and says none', async (t) => {
  const look = { theme: 'system', accent: 'sky', textSize: 'normal', hideCounts: 'on' }
  assert.equal((await person.post('/settings/appearance', look)).status, 303)
  const agent = await openSession(network, account)
  const { uri } = (await writeRecord(agent, 'app.bsky.feed.post', { text: 'Uncounted' })).data
  await waitFor('the post is there', async () => {
    const { data } = await agent.app.bsky.feed.getPosts({ uris: [uri] })
    return data.posts.length > 0
  })
  const page = await openPage(t, { origin: server.url })
  await page.context().addCookies(cookies)
  await page.goto(`${server.url}/profile/${account.did}/post/${uri.split('/').at(-1)}`)
  const like = page.locator('.focus button[aria-label^=Like]')
  for (const pressed of ['true', 'false']) {
    await like.click()
    await page.locator(`.focus button[aria-label^=Like][aria-pressed=${pressed}]:not([data-busy])`).waitFor()
    assert.deepEqual([await like.getAttribute('aria-label'), await like.locator('span').textContent()], ['Like', ''])
  }
})
