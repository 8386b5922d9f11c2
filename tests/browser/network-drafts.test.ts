// Drafts of other apps in a browser: valid, accessible, and opened with a press.
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

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`devices-${randomBytes(2).toString('hex')}`)
})
after(() => server?.close())

test('drafts of other apps are listed and opened', async (t) => {
  const foreign = new AtpAgent({ service: network.pdsUrl })
  await foreign.login({ identifier: account.handle, password: account.password })
  const embedImages = [{ localRef: { path: 'file:///1.jpg' } }]
  const posts = [{ text: 'The harbour at five in the morning, before the ferries', embedImages }, { text: 'Two' }]
  await foreign.app.bsky.draft.createDraft({ draft: { deviceName: 'Bluesky on a phone', posts } })
  await foreign.app.bsky.draft.createDraft({ draft: { posts: [{ text: 'The night train' }], langs: ['en'] } })
  await waitFor('the network has both', async () => (await foreign.app.bsky.draft.getDrafts()).data.drafts.length === 2)
  const page = await openPage(t, { origin: server.url, bypassCSP: true, javaScriptEnabled: true })
  await page.context().addCookies(await cookiesOf(server, account))
  await checkPage(page, `${server.url}/drafts`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, `${server.url}/drafts`)
  await page.getByRole('button', { name: 'Open “The night train”' }).click()
  await page.waitForURL(`${server.url}/compose?draft=*`)
  await page.getByRole('textbox', { name: 'Your post' }).waitFor()
})
