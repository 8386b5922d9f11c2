// Profiles and lists of people: valid HTML, no accessibility violation in any state, light and dark, also unfolded.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkThemes, findViolations } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(2).toString('hex')
let server: TestServer
let newcomer: Account

before(async () => {
  server = await startServer(network, { stream: true })
  newcomer = await network.createAccount(`prof-new-${tag}`)
  const appview = new AtpAgent({ service: network.appviewUrl })
  await waitFor('the AppView knows the newcomer', async () => {
    return (await appview.app.bsky.actor.getProfile({ actor: newcomer.did })).success
  })
})
after(() => server?.close())

const signedOut: [path: string, status?: number][] = [
  ['/profile/vestland.test'],
  ['/profile/ines.test?tab=lists'],
  ['/profile/marit.test/follows'],
  ['/profile/yael.test/search?q=a', 403],
]
const signedIn: [path: string, status?: number][] = [
  ['/profile/marit.test?tab=packs'],
  ['/profile/marit.test?tab=likes'],
  ['/profile/marit.test/mutuals'],
  ['/profile/ines.test/search?q=kiln'],
  ['/profile/ines.test/search?q=since%3Asoon'],
  ['/profile/allotment.test'],
  ['/profile/allotment.test/followers'],
]

const options = { bypassCSP: true, expected: [/status of 40[34]/] }

test('profiles signed out', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  for (const [path, status] of signedOut) await checkThemes(page, server.url + path, status)
})

test('profiles signed in', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, network.account('marit')))
  for (const [path, status] of signedIn) await checkThemes(page, server.url + path, status)
  for (const path of ['/profile/ines.test', '/profile/marit.test']) {
    await page.goto(server.url + path)
    await page.locator('.marks > summary').first().click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findViolations(page, 'contrast'), [], path)
    }
  }
})

test("a newcomer's own pages", async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, newcomer))
  for (const part of ['?tab=likes', '/mutuals', '/search']) {
    await checkThemes(page, `${server.url}/profile/${newcomer.did}${part}`)
  }
})

test('nothing is wider than a small phone, and a follow works without JavaScript', async (t) => {
  const [hasTouch, isMobile] = [true, true]
  const viewport = { width: 320, height: 640 }
  const page = await openPage(t, { origin: server.url, viewport, hasTouch, isMobile, javaScriptEnabled: false })
  await page.context().addCookies(await cookiesOf(server, newcomer))
  for (const path of ['/profile/kveldsposten.test', '/profile/ines.test/followers', '/profile/ines.test/search']) {
    await page.goto(server.url + path)
    const wide = await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
    assert.ok(wide <= 0, `${path} is ${wide} px too wide`)
  }
  const other = await network.createAccount(`prof-other-${tag}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: other.handle, password: other.password })
  await waitFor(
    'the AppView knows them',
    async () => (await agent.app.bsky.actor.getProfile({ actor: other.did })).success,
  )
  await page.goto(`${server.url}/profile/${other.handle}`)
  await page.getByRole('button', { name: `Follow ${other.handle}` }).click()
  await page.getByRole('button', { name: 'Following' }).waitFor()
  await waitFor('it is in their list', async () => {
    await page.goto(`${server.url}/profile/${newcomer.did}/follows`)
    return page.getByRole('button', { name: 'Following' }).isVisible()
  })
  await page.getByRole('button', { name: 'Following' }).click()
  // Whether the list still has them is up to the AppView; the way back is ours.
  await page.waitForURL(/\/follows#p-/)
})
