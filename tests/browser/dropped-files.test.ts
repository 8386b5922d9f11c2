// Files in the air over the composer, how far they are on their way, and what is left when they do not arrive.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const account = await network.createAccount(`drop-${randomBytes(2).toString('hex')}`)
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
})
after(() => server?.close())

async function compose(t: TestContext, expected: RegExp[] = []): Promise<Page> {
  const page = await openPage(t, { origin: server.url, expected })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/compose`)
  return page
}

/** Moves files over the text and lets go, once the script for files is there. */
async function drop(page: Page, pictures: Buffer[]): Promise<void> {
  const given = pictures.map((bytes) => bytes.toString('base64'))
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer()
    for (const [at, base64] of all.entries()) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      data.items.add(new File([bytes], `${at}.jpg`, { type: 'image/jpeg' }))
    }
    return data
  }, given)
  const text = page.getByLabel('Your post')
  await text.dispatchEvent('dragenter', { dataTransfer: transfer })
  await page.locator('[data-add].sr').waitFor({ state: 'attached' })
  const isTaken = await text.evaluate((element, dataTransfer) => {
    const over = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true })
    return !element.dispatchEvent(over)
  }, transfer)
  assert.ok(isTaken, 'else the browser would open the file')
  await text.dispatchEvent('drop', { dataTransfer: transfer })
}

test('dropped files are added to the post, and what is typed stays', async (t) => {
  const page = await compose(t)
  await page.getByLabel('Your post').fill('Let go of')
  const picture = await files.phonePicture()
  await drop(page, [picture, picture])
  await page.getByLabel('Description of picture 2').waitFor()
  assert.equal(await page.getByLabel('Your post').inputValue(), 'Let go of')
})

test('a bar says how far a large file is', async (t) => {
  const page = await compose(t)
  const line = await page.context().newCDPSession(page)
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 300_000 }
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', slow)
  await drop(page, [await files.largePicture()])
  const bar = page.getByLabel('Sending files')
  await bar.waitFor()
  await page.waitForFunction(() => {
    const [value = 0] = [...document.querySelectorAll<HTMLProgressElement>('[data-sending]')].map((bar) => bar.value)
    return value > 0 && value < 1
  })
  await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
  await page.getByLabel('Description of picture 1').waitFor()
  await bar.waitFor({ state: 'hidden' })
})

test('a file that does not arrive takes nothing with it, and is sent again', async (t) => {
  const page = await compose(t, [/ERR_FAILED|Failed to load/])
  await page.getByLabel('Your post').fill('Still here')
  await page.route('**/post', (route) => route.abort())
  await drop(page, [await files.phonePicture()])
  await page.getByText('SkyPanel could not be reached. Your text is still here').waitFor()
  assert.equal(await page.getByLabel('Your post').inputValue(), 'Still here')
  await page.unroute('**/post')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByLabel('Description of picture 1').waitFor()
  assert.equal(await page.getByLabel('Your post').inputValue(), 'Still here')
})
