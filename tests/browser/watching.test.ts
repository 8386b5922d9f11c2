// The pages from which a box is watched over and set: valid HTML, no accessibility violation, in both themes.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkAnswer, checkPage, checkThemes } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
before(async () => {
  // Nobody starts it again here: only the page that says so is looked at.
  const settings = { BACKUP_PASSPHRASE: 'a passphrase of backups', SKYPANEL_SUPERVISED: '1' }
  server = await startServer(network, { stream: true, settings })
})
after(() => server?.close())

test('numbers, log, settings, jobs and backups', async (t) => {
  const account = await network.createAccount(`watcher-${randomBytes(2).toString('hex')}`)
  const page = await openPage(t, { bypassCSP: true, origin: server.url, expected: [/status of 422/] })
  await page.context().addCookies(await cookiesOf(server, account))
  const paths = ['/admin', '/admin/logs', '/admin/settings', '/admin/jobs', '/admin/backups']
  for (const path of paths) await checkThemes(page, server.url + path)
  await checkPage(page, `${server.url}/admin/logs?text=nobody-says-this`)
  await page.goto(`${server.url}/admin/settings`)
  await page.getByLabel('RATE_LIMIT_KEY').fill('many')
  const [answer] = await Promise.all([
    page.waitForNavigation(),
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  await checkAnswer(page, answer, 422)
  await page.goto(`${server.url}/admin/settings`)
  const restart = page.getByRole('button', { name: 'Restart SkyPanel' })
  const [told] = await Promise.all([page.waitForNavigation(), restart.click()])
  await checkAnswer(page, told, 202)
  await page.setViewportSize({ width: 360, height: 800 })
  for (const path of paths) {
    await page.goto(server.url + path)
    const width = await page.locator('html').evaluate((root) => root.scrollWidth)
    assert.ok(width <= 360, `${path} is ${width} wide`)
  }
})
