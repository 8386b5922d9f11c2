// Pictures, a video, a GIF and a card in the composer: added with and without JavaScript, valid, accessible, posted.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Page } from 'playwright-core'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const account = await network.createAccount(`look-${randomBytes(2).toString('hex')}`)
const foreign = new AtpAgent({ service: network.pdsUrl })
await foreign.login({ identifier: account.handle, password: account.password })
const linked = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end('<meta property="og:title" content="The last ferry"><meta name="description" content="Twice a day.">')
})
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
  await new Promise<void>((resolve) => linked.listen(0, '127.0.0.1', resolve))
})
after(async () => {
  linked.closeAllConnections()
  linked.close()
  await server.close()
})

async function compose(t: TestContext, options: { javaScriptEnabled?: boolean; expected?: RegExp[] } = {}) {
  const page = await openPage(t, { origin: server.url, bypassCSP: options.javaScriptEnabled !== false, ...options })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/compose`)
  return page
}

const picture = async (name: string) => ({ name, mimeType: 'image/jpeg', buffer: await files.phonePicture() })
/** Without the place on the page, so that it is loaded anew. */
const addressOf = (page: Page) => page.url().split('#')[0] ?? ''
const linkOf = () => `http://127.0.0.1:${(linked.address() as AddressInfo).port}/ferry`

type Files = { name: string; mimeType: string; buffer: Buffer }[]
/** As a hand does it: the script for files is fetched when the field is reached. */
async function choose(page: Page, sent: Files) {
  const field = page.getByLabel('Add pictures or a video')
  await field.focus()
  await page.locator('[data-add].sr').waitFor({ state: 'attached' })
  await field.setInputFiles(sent)
}

/** The record of the newest post, as another client reads it. */
async function newest() {
  const collection = 'app.bsky.feed.post'
  const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection, limit: 1 })
  return data.records[0]?.value as { text: string; embed?: Record<string, never> }
}

test('without JavaScript pictures are added, described, moved, removed and posted', async (t) => {
  const page = await compose(t, { javaScriptEnabled: false, expected: [/status of 422/] })
  await page.getByLabel('Your post').fill('From the pier')
  const wrong = { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') }
  await page
    .getByLabel('Add pictures or a video')
    .setInputFiles([await picture('a.jpg'), await picture('b.jpg'), wrong])
  await page.getByRole('button', { name: 'Add the chosen files' }).click()
  await page.getByRole('link', { name: /page\.jpg: This is a web page/ }).waitFor()
  await page.getByLabel('Description of picture 1').fill('First')
  await page.getByLabel('Description of picture 2').fill('Second')
  await page.getByRole('button', { name: 'Move picture 2 up' }).click()
  await waitFor(
    'the second comes first',
    async () => (await page.getByLabel('Description of picture 1').inputValue()) === 'Second',
  )
  await page.getByRole('button', { name: 'Remove picture 2' }).click()
  await page.getByLabel('Description of picture 2').waitFor({ state: 'detached' })
  assert.equal(await page.getByLabel('Your post').inputValue(), 'From the pier')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\//)
  const { text, embed } = await newest()
  assert.equal(text, 'From the pier')
  assert.deepEqual(
    (embed as { images?: { alt: string }[] }).images?.map(({ alt }) => alt),
    ['Second'],
  )
})

test('with JavaScript a file is sent when it is chosen or pasted, and what is typed stays', async (t) => {
  const page = await compose(t)
  await page.getByLabel('Your post').fill('At once')
  await choose(page, [await picture('a.jpg')])
  await page.getByLabel('Description of picture 1').fill('A pier')
  await page.locator('[data-left]', { hasText: '1994' }).waitFor()
  const bytes = (await files.phonePicture()).toString('base64')
  await page.getByLabel('Your post').evaluate((text, base64) => {
    const clipboardData = new DataTransfer()
    const picture = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    clipboardData.items.add(new File([picture], 'b.jpg', { type: 'image/jpeg' }))
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, bytes)
  await page.getByLabel('Description of picture 2').fill('A boat')
  assert.equal(await page.getByLabel('Your post').inputValue(), 'At once')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\//)
  const { embed } = await newest()
  const alts = (embed as { images?: { alt: string }[] } | undefined)?.images?.map(({ alt }) => alt)
  assert.deepEqual(alts, ['A pier', 'A boat'])
})

test('with JavaScript a link gets its card after a pause, and loses it', async (t) => {
  const page = await compose(t)
  await page.getByLabel('Your post').fill(`Read ${linkOf()} now`)
  await page.getByText('The last ferry').waitFor()
  await page.getByRole('button', { name: 'Remove card' }).click()
  await page.getByRole('button', { name: /^Add a card for/ }).click()
  await page.getByText('The last ferry').waitFor()
  await checkColours(page, addressOf(page))
  await checkPage(page, addressOf(page))
})

test('a draft with pictures, one with a video and captions, one with a GIF are in order', async (t) => {
  const page = await compose(t)
  const add = (name: string, mimeType: string, buffer: Buffer) => choose(page, [{ name, mimeType, buffer }])
  await add('a.png', 'image/png', await files.seeThroughPicture())
  await page.getByLabel('Description of picture 1').waitFor()
  await checkPage(page, addressOf(page))
  await checkColours(page, addressOf(page))
  await page.goto(`${server.url}/compose`)
  await add('clip.mp4', 'video/mp4', files.clip())
  await page.getByText('Ready to be posted').waitFor()
  await page.getByText('Captions', { exact: true }).click()
  const words = { name: 'a.vtt', mimeType: 'text/vtt', buffer: files.captions }
  await page.getByLabel('A file of captions').setInputFiles([words])
  await page.getByRole('button', { name: 'Remove captions in English' }).waitFor()
  await checkPage(page, addressOf(page))
  await page.goto(`${server.url}/compose`)
  await add('a.gif', 'image/gif', files.movingGif(4))
  await page.getByLabel('Description of the GIF').waitFor()
  await checkPage(page, addressOf(page))
})

test('a file is its owner’s alone', async (t) => {
  const page = await compose(t)
  await choose(page, [await picture('a.jpg')])
  const shown = page.getByRole('listitem').locator('img[src^="/uploads/"]')
  const path = (await shown.getAttribute('src')) ?? ''
  const other = await network.createAccount(`look-${randomBytes(2).toString('hex')}`)
  const cookie = async (who: typeof account) => {
    const [found] = await cookiesOf(server, who)
    return { cookie: `${found?.name}=${found?.value}` }
  }
  const own = await fetch(server.url + path, { headers: await cookie(account) })
  assert.equal(own.status, 200)
  assert.equal(own.headers.get('x-content-type-options'), 'nosniff')
  assert.match(own.headers.get('content-security-policy') ?? '', /sandbox/)
  assert.match(own.headers.get('cache-control') ?? '', /private/)
  assert.equal((await fetch(server.url + path, { headers: await cookie(other) })).status, 404)
  assert.equal((await fetch(server.url + path)).status, 404)
  const part = await fetch(server.url + path, { headers: { ...(await cookie(account)), range: 'bytes=0-9' } })
  assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 10])
})
