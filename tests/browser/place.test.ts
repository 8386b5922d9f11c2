// Home in a browser: where somebody left off, by scrolling and by links; its states are sound.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type AppBskyActorDefs, AtpAgent } from '@atproto/api'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { startFeedGenerator } from '../feed-generator.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const generator = await startFeedGenerator()
after(generator.close)
let server: TestServer
let account: Account
let tides = ''
let cold = ''
/** Posts of one line or two that answer nothing, so that each stands alone. */
const uris = ['wren-weight', 'tide-board', 'heron-eel', 'nest', 'wrapping', 'facets', 'gallery', 'no-alt', 'long-word']
  .map((key) => network.posts[key]?.uri ?? '')
  .filter((uri) => uri !== '')

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`reads-${randomBytes(2).toString('hex')}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  const write = async (rkey: string, displayName: string) => {
    const record = { did: generator.did, displayName, createdAt: new Date().toISOString() }
    return (await agent.app.bsky.feed.generator.create({ repo: account.did, rkey }, record)).uri
  }
  tides = await write('tides', 'Tides')
  cold = await write('cold', 'Cold kilns')
  const items = [tides, cold].map((value, id) => ({ id: String(id), type: 'feed', value, pinned: true }))
  const following = { id: 'f', type: 'timeline', value: 'following', pinned: false }
  const preference = { $type: 'app.bsky.actor.defs#savedFeedsPrefV2', items: [...items, following] }
  await agent.app.bsky.actor.putPreferences({ preferences: [preference] as AppBskyActorDefs.Preferences })
  await waitFor('the AppView knows the feeds', async () => {
    const { data } = await agent.app.bsky.feed.getFeedGenerators({ feeds: [tides, cold] })
    return data.feeds.length === 2
  })
})
after(() => server?.close())

const topOf = (page: Page) => page.locator('main article').first().getAttribute('id')
const idOf = (uri = '') => `post-${uri.split('/').at(-1)}`

test('leads back, with JavaScript and without; every state is sound', async (t) => {
  assert.ok(uris.length >= 6)
  const page = await openPage(t, { origin: server.url, bypassCSP: true, expected: [/status of 400/] })
  await page.context().addCookies(await cookiesOf(server, account))
  generator.feeds.set(tides, uris.slice(4))
  await page.goto(`${server.url}/`)
  assert.equal(await topOf(page), idOf(uris[4]))

  generator.feeds.set(tides, uris)
  await checkPage(page, `${server.url}/`)
  assert.equal(await topOf(page), idOf(uris[4]))
  await page.getByRole('link', { name: '4 new posts above' }).click()
  await page.locator('#left-off').waitFor()
  assert.equal(await topOf(page), idOf(uris[0]))
  await page.getByRole('link', { name: 'Back to where you left off' }).click()
  await page.waitForFunction(() => scrollY > 0)
  await checkPage(page, `${server.url}/?show=newest`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, `${server.url}/?show=newest`)
  await checkColours(page, `${server.url}/`)
  await page.emulateMedia({ colorScheme: 'light' })

  // Halfway down to the mark, and away.
  await page.goto(`${server.url}/?show=newest`)
  await page.locator(`article#${idOf(uris[2])}`).evaluate((post) => {
    scrollTo({ top: post.getBoundingClientRect().top + scrollY - 90 })
  })
  await page.goto(`${server.url}/saved`)
  await waitFor('the place is kept', async () => {
    await page.goto(`${server.url}/`)
    return (await topOf(page)) === idOf(uris[2])
  })
  await page.getByRole('link', { name: '2 posts above' }).waitFor()

  await page.getByText('More feeds').click()
  await page.locator('.menu').getByRole('link', { name: 'Following' }).waitFor()
  await checkPage(page, `${server.url}/?feed=${cold}`, 400)
})
