// Following and pinning without a page load: shown at once, kept, taken back when it did not work.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Account } from '../../deploy/demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(3).toString('hex')
let server: TestServer
let reader: Account
let other: Account

before(async () => {
  server = await startServer(network, { stream: true })
  ;[reader, other] = await Promise.all([
    network.createAccount(`turn-reader-${tag}`),
    network.createAccount(`turn-other-${tag}`),
  ])
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: reader.handle, password: reader.password })
  await waitFor('the AppView knows both', async () => {
    const { data } = await agent.app.bsky.actor.getProfiles({ actors: [reader.did, other.did] })
    return data.profiles.length === 2
  })
})
after(() => server?.close())

async function openAs(t: Parameters<typeof openPage>[0], path: string) {
  const page = await openPage(t, { origin: server.url, colorScheme: 'light' })
  await page.context().addCookies(await cookiesOf(server, reader))
  await page.goto(server.url + path)
  await page.evaluate(() => document.body.setAttribute('data-loaded-once', ''))
  return page
}

test('a follow stays on the page, and is undone there', async (t) => {
  const page = await openAs(t, `/profile/${other.handle}`)
  await page.getByRole('button', { name: `Follow ${other.handle}`, exact: true }).click()
  const following = page.getByRole('button', { name: `Following ${other.handle}: press to unfollow` })
  await following.and(page.locator('[value="1"]:not([data-busy])')).waitFor()
  await page.locator('body[data-loaded-once]').waitFor()
  await following.click()
  const follow = page.getByRole('button', { name: `Follow ${other.handle}`, exact: true })
  await follow.and(page.locator('.main:not([data-busy])')).waitFor()
  await page.locator('body[data-loaded-once]').waitFor()
  await page.reload()
  await follow.waitFor()
})

test('a feed or list is pinned where it stands', async (t) => {
  const page = await openAs(t, '/profile/piotr.test?tab=lists')
  await page.getByRole('button', { name: 'Pin Railway people to home' }).click()
  const pinned = page.getByRole('button', { name: 'Pinned Railway people: press to unpin' })
  await pinned.and(page.locator('[value="saved"]:not([data-busy])')).waitFor()
  await page.locator('body[data-loaded-once]').waitFor()
  await page.reload()
  await pinned.waitFor()
})

test('a follow that did not work is taken back, and said', async (t) => {
  const page = await openAs(t, '/profile/ines.test')
  await page.route('**/follow', (route) => route.fulfill({ json: { error: 'The server is away.' } }))
  await page.getByRole('button', { name: 'Follow Inês Carvalho' }).click()
  await page.getByRole('alert').getByText('The server is away.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Follow Inês Carvalho' }).getAttribute('value'), '')
})
