// What goes another way with a session by OAuth: files to the person's own server, and what the session does not reach.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'

const openPage = useBrowser()
const network = await useNetwork()
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
})
after(() => server?.close())

test('a picture is posted; a new handle is refused in words, and stays typed', async (t) => {
  const name = `grant-${randomBytes(2).toString('hex')}`
  const account = await network.createAccount(name)
  const page = await openPage(t, { origin: server.url, expected: [/status of 4\d\d/] })
  await page.goto(`${server.url}/sign-in?next=/compose`)
  await page.getByLabel('Your handle').first().fill(account.handle)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.waitForURL(`${network.pdsUrl}/**`)
  await page.locator('input[type=password]').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(`${server.url}/compose`)
  await page.getByLabel('Your post').fill('By way of a grant')
  const field = page.getByLabel('Add pictures or a video')
  await field.focus()
  await page.locator('[data-add].sr').waitFor({ state: 'attached' })
  await field.setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await files.phonePicture() }])
  await page.getByLabel('Description of picture 1').fill('A pier')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\/\w+$/)
  const agent = new AtpAgent({ service: network.pdsUrl })
  const { data } = await agent.com.atproto.repo.listRecords({ repo: account.did, collection: 'app.bsky.feed.post' })
  type Shown = { embed?: { images?: { alt: string; image: { ref: object } }[] } } | undefined
  const [picture] = (data.records[0]?.value as Shown)?.embed?.images ?? []
  assert.equal(picture?.alt, 'A pier')
  const blob = await agent.com.atproto.sync.getBlob({ did: account.did, cid: String(picture?.image.ref) })
  assert.ok(blob.data.length > 100)

  const next = `new-${randomBytes(3).toString('hex')}`
  await page.goto(`${server.url}/settings/handle`)
  await page.locator('#handle-name').fill(next)
  await page
    .locator('form', { has: page.locator('#handle-name') })
    .getByRole('button')
    .click()
  // `transition:generic` does not reach so far (atproto.com/specs/permission): it is said, with a way to go.
  await page.getByText('Your server does not let this sign-in change your handle.').waitFor()
  assert.equal(await page.locator('#handle-name').inputValue(), next)
  const resolved = await agent.com.atproto.identity.resolveHandle({ handle: account.handle })
  assert.equal(resolved.data.did, account.did)
})
