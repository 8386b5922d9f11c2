// What goes another way with a session by OAuth: files to the person's own server, and a handle, which is asked for apart.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { grantAccess } from './grant-access.ts'

const openPage = useBrowser()
const network = await useNetwork()
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
})
after(() => server?.close())

test('a picture is posted; a new handle is allowed once, with scripts and without', async (t) => {
  const name = `grant-${randomBytes(2).toString('hex')}`
  const account = await network.createAccount(name)
  const page = await openPage(t, { origin: server.url, expected: [/status of 4\d\d/] })
  await grantAccess(page, { server, network, account, next: '/compose' })
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

  // One account, so that it is signed in once: its handle, with scripts and without.
  await changeHandleBothWays(page, account)
})

/** Scripts of the pages loaded from now on. The PDS's own pages need them, ours do not. */
async function scriptSwitch(page: Page): Promise<(on: boolean) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page)
  return (on) => session.send('Emulation.setScriptExecutionDisabled', { value: !on })
}

async function changeHandleBothWays(page: Page, account: Account): Promise<void> {
  const setScripts = await scriptSwitch(page)
  const resolve = async (handle: string) => {
    const agent = new AtpAgent({ service: network.pdsUrl })
    const answer = await agent.com.atproto.identity.resolveHandle({ handle }).catch(() => undefined)
    return answer?.data.did
  }
  const form = page.locator('form', { has: page.locator('#handle-name') })
  for (const isOn of [true, false]) {
    const next = `new-${randomBytes(3).toString('hex')}`
    await setScripts(isOn)
    await page.goto(`${server.url}/settings/handle`)
    await setScripts(true)
    await page.locator('#handle-name').fill(next)
    await form.getByRole('button').click()
    await page.waitForURL(`${network.pdsUrl}/**`)
    await page.getByRole('button', { name: /deny|cancel/i }).click()
    await page.getByText('You did not allow it on your server, so your handle stays as it was.').waitFor()
    assert.equal(await page.locator('#handle-name').inputValue(), next)
    assert.equal(await resolve(`${next}.test`), undefined)
    // The permission is given back each time: it is asked for again.
    await form.getByRole('button').click()
    await page.waitForURL(`${network.pdsUrl}/**`)
    await page.locator('input[type=password]').fill(account.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Authorize' }).click()
    await page.waitForURL(`${server.url}/settings/handle?saved=1`)
    assert.equal(await resolve(`${next}.test`), account.did)
    await page.getByRole('heading', { name: `@${next}.test` }).waitFor()
  }
  // The sign-in that was there before acts on.
  await page.goto(`${server.url}/compose`)
  await page.getByLabel('Your post').fill('Under another name')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\/\w+$/)
}
