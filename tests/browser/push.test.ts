// Push messages in a browser: the page in its states, and what the service worker shows of a message.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { send } from '../http/scenario.ts'
import { useNetwork } from '../network.ts'
import { startPushService } from '../push-service.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
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

test('the page is sound with and without a browser that is told', async (t) => {
  const account = await network.createAccount(`pushpage-${randomBytes(2).toString('hex')}`)
  const page = await openPage(t, { origin: server.url, bypassCSP: true, expected: [/status of 409/] })
  const [cookie] = await cookiesOf(server, account)
  assert.ok(cookie)
  await page.context().addCookies([cookie])
  const address = `${server.url}/settings/notifications`
  await checkPage(page, address)
  await page.getByRole('button', { name: 'Turn on in this browser' }).waitFor()
  const service = await startPushService(() => '')
  t.after(service.close)
  const header = `${cookie.name}=${cookie.value}`
  await send(server, { name: 'subscribe', path: '/push/subscribe', body: service.target, cookie: header })
  await page.goto(address)
  await page.getByRole('button', { name: 'Turn off' }).waitFor()
  await checkPage(page, address)
  await page.emulateMedia({ colorScheme: 'dark' })
  await checkColours(page, address)
})

test('the service worker shows a message, and something where it cannot read it', async (t) => {
  const page = await openPage(t, { origin: server.url, serviceWorkers: 'allow' })
  await page.goto(`${server.url}/sign-in`)
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
  const [worker] = page.context().serviceWorkers()
  assert.ok(worker)
  // This Chromium has nowhere to show a message.
  await worker.evaluate(() => {
    const own = self as unknown as { shown: object[]; registration: { showNotification: unknown } }
    own.shown = []
    own.registration.showNotification = async (title: string, options: object) => own.shown.push({ title, ...options })
  })
  const shown = () => worker.evaluate(() => (self as unknown as { shown: { title: string; tag?: string }[] }).shown)
  const session = await page.context().newCDPSession(page)
  const registrationId = await new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === scope)
      if (own) resolve(own.registrationId)
    })
    void session.send('ServiceWorker.enable')
  })
  const push = (data: string) =>
    session.send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data })
  const at = 1_790_000_000_000
  const message = { title: 'Ann liked your post', body: 'Heron.', url: '/notifications', tag: 'like x', at, lang: 'en' }
  await push(JSON.stringify(message))
  await waitFor('it is shown', async () => (await shown()).length === 1)
  const { title, body, tag, lang } = message
  const looks = { dir: 'auto', icon: '/icon-192.png', timestamp: at, data: { url: '/notifications' } }
  assert.deepEqual(await shown(), [{ title, body, tag, lang, ...looks }])
  await push('what is this')
  await waitFor('something is shown of what is no message', async () => (await shown()).length === 2)
  assert.equal((await shown())[1]?.title, 'Something new for you')
})
