// Scheduling in a browser: written, given a time without JavaScript's help, listed; every state of both pages is sound.
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
})
after(() => server?.close())

for (const javaScriptEnabled of [true, false]) {
  test(`a post is scheduled, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async (t) => {
    const account = await network.createAccount(`timed-${randomBytes(2).toString('hex')}`)
    const options = { origin: server.url, javaScriptEnabled, ...(javaScriptEnabled ? { bypassCSP: true } : {}) }
    const page = await openPage(t, { ...options, expected: [/status of 422/] })
    await page.context().addCookies(await cookiesOf(server, account))
    await page.goto(`${server.url}/compose`)
    await page.locator('textarea').first().fill('Casting off at noon')
    await page.getByRole('button', { name: 'Post later' }).click()
    const time = page.getByLabel('Day and time')
    await time.fill('2020-01-01T12:00')
    await page.getByRole('button', { name: 'Schedule' }).click()
    await page.getByText('This time has passed').waitFor()
    await time.fill(`${new Date(Date.now() + 40 * 24 * 3600_000).toISOString().slice(0, 10)}T12:00`)
    await page.getByLabel('Time zone').selectOption('Europe/Oslo')
    await page.getByRole('button', { name: 'Schedule' }).click()
    await page.getByRole('link', { name: 'Casting off at noon' }).waitFor()
    await page.goto(`${server.url}/drafts`)
    await page.getByRole('link', { name: /^To be posted on .* at 12:00$/ }).waitFor()
    if (javaScriptEnabled) await checkPage(page, `${server.url}/drafts`)
    await page.goto(`${server.url}/scheduled`)
    if (!javaScriptEnabled) return
    await checkPage(page, `${server.url}/scheduled`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await checkColours(page, `${server.url}/scheduled`)
    const form = await page.getByRole('link', { name: 'Change the time' }).getAttribute('href')
    await checkPage(page, `${server.url}${form}`)
    await page.goto(`${server.url}/scheduled`)
    await page.getByRole('button', { name: 'Keep as draft' }).click()
    await page.waitForURL(`${server.url}/drafts`)
    await checkPage(page, `${server.url}/scheduled`)
  })
}
