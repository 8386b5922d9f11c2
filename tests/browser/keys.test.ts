// The page of API keys: valid and accessible, empty, with a new key, with several, and with a mistake.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkAnswer, checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()

test('keys are made, shown once and removed', async (t) => {
  const server = await startServer(network, { stream: true })
  const account = await network.createAccount(`keyed-${randomBytes(2).toString('hex')}`)
  const cookies = await cookiesOf(server, account)
  const address = `${server.url}/settings/keys`
  const page = await openPage(t, { bypassCSP: true, javaScriptEnabled: true, origin: server.url })
  // After the page is closed, which asks for what is unread.
  t.after(server.close)
  await page.context().addCookies(cookies)
  await checkPage(page, address)

  await page.fill('#name', 'A script with a rather long name, so that it has to wrap')
  await page.check('input[value=write]')
  const [made] = await Promise.all([page.waitForNavigation(), page.click('text=Make the key')])
  await checkAnswer(page, made)
  assert.match(await page.inputValue('#fresh-key'), /^sky_[\w-]{43}$/)
  await checkPage(page, address)
  assert.equal(await page.locator('#fresh-key').count(), 0)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, address)

  await page.setViewportSize({ width: 360, height: 800 })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
  await page.click('button[name=remove]')
  await page.waitForURL(/saved=1/)
  assert.equal(await page.locator('table').count(), 0)
})
