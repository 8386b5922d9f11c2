// Saved posts in a browser: the page's states, and the button with JavaScript.
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
let server: TestServer
let account: Account
let foreign: AtpAgent

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`shelf-${randomBytes(2).toString('hex')}`)
  foreign = new AtpAgent({ service: network.pdsUrl })
  await foreign.login({ identifier: account.handle, password: account.password })
})
after(() => server?.close())

const countKept = async () => (await foreign.app.bsky.bookmark.getBookmarks({})).data.bookmarks.length

test('keeps a post without a page load; the page is sound empty, with posts, and with what has gone', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true })
  await page.context().addCookies(await cookiesOf(server, account))
  await checkPage(page, `${server.url}/saved`)

  const [, , did, , rkey] = network.posts['wren-weight']?.uri.split('/') ?? []
  await page.goto(`${server.url}/profile/${did}/post/${rkey}`)
  const button = page.locator('.focus').getByRole('button', { name: 'Bookmark' })
  await button.click()
  await page.locator('.focus [aria-pressed=true][aria-label=Bookmark]').waitFor()
  await waitFor('the network knows', async () => (await countKept()) === 1)

  const own = await foreign.post({ text: 'Soon gone', createdAt: new Date().toISOString() })
  await foreign.app.bsky.bookmark.createBookmark({ uri: own.uri, cid: own.cid })
  // Before it is indexed it counts as gone too: the tombstone would come, go and come again.
  await waitFor(
    'the post',
    async () => (await foreign.app.bsky.feed.getPosts({ uris: [own.uri] })).data.posts.length > 0,
  )
  await foreign.deletePost(own.uri)
  await page.goto(`${server.url}/saved`)
  await waitFor('the tombstone', async () => {
    await page.reload()
    return (await page.locator('.kept').count()) === 1
  })
  await checkPage(page, `${server.url}/saved`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, `${server.url}/saved`)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.waitForURL((url) => url.pathname === '/saved' && url.hash !== '')
  await page.locator('.kept').waitFor({ state: 'detached' })
})
