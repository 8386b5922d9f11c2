// A page that stands in for one that does not come, and one that says so: no mistake in it, in light and dark.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { signIn } from '../http/scenario.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkPage } from './check-page.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: upstream.settings, stream: true })
const openPage = useBrowser()
after(async () => {
  await server.close()
  await upstream.close()
})

test('a page from before and a page without answer are whole', async (t) => {
  const [name = '', value = ''] = (await signIn(server, network.account('marit'))).split('=')
  const options = { origin: server.url, expected: [/502|424/], bypassCSP: true }
  const page = await openPage(t, { ...options, colorScheme: 'dark' })
  await page.context().addCookies([{ name, value, url: server.url }])
  await page.goto(`${server.url}/profile/ines.test`)
  upstream.setMood('close')
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await checkPage(page, `${server.url}/profile/ines.test`)
    assert.match((await page.locator('.asof').textContent()) ?? '', /Shown as of \d\d:\d\d UTC; the network/)
    await checkPage(page, `${server.url}/profile/nobody-was-here.test`, 502)
    await page.getByRole('link', { name: 'Try again' }).waitFor()
  }
})
