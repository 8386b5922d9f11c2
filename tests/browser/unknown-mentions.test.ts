// A mention of nobody in a browser: said beside the text while it is typed, and when somebody is quicker, instead of posting.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const server = await startServer(network, { stream: true })
after(server.close)
const account = await network.createAccount(`unknown-${randomBytes(2).toString('hex')}`)
const sentence = 'Nobody is called @no-such-person.test: it stays plain text.'

test('says beside the text that nobody has the handle, and posts it as it is', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/compose`)
  await page.getByLabel('Your post').fill('For @no-such-person.test')
  await page.locator('[data-note]', { hasText: sentence }).waitFor()
  await page.locator('[data-saved]', { hasText: 'Saved' }).waitFor()
  await page.getByLabel('Your post').fill('For nobody')
  await page.locator('[data-note]:empty').waitFor({ state: 'attached' })
  await page.getByLabel('Your post').fill('For @no-such-person.test')
  await page.locator('[data-note]', { hasText: sentence }).waitFor()
  const drafts = await page.context().newPage()
  await drafts.goto(`${server.url}/drafts`)
  const href = await drafts.getByRole('link', { name: 'For @no-such-person.test' }).getAttribute('href')
  await checkPage(drafts, `${server.url}${href}`)
  await checkColours(drafts, `${server.url}${href}`)
  await drafts.close()
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\/\w+$/)
})

test('whoever posts at once is told, and posts again', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: [/422/] })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/compose`)
  await page.getByLabel('Your post').fill('At once for @no-such-person.test')
  await page.keyboard.press('Control+Enter')
  await page.locator('#text-problem', { hasText: `${sentence} Mend it, or send it again.` }).waitFor()
  assert.equal(await page.getByLabel('Your post').inputValue(), 'At once for @no-such-person.test')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.waitForURL(/\/post\/\w+$/)
})
