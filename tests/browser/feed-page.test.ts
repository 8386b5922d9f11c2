// The public page of a feed in a browser: it announces, it shows, it does without scripts, it stands in a frame.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(2).toString('hex')
const name = (part: string) => `page-${part}-${tag}`
let server: TestServer
let host: Server
let writer: AtpAgent
let slug: string

before(async () => {
  server = await startServer(network, { stream: true })
  const [maker, author] = [await network.createAccount(name('maker')), await network.createAccount(name('author'))]
  const person = await signInAs(server, maker)
  const fields = { title: 'Harbour bells', description: 'They ring at night.', hashtags: `harbourbell${tag}` }
  const made = await person.post('/feeds/new', fields, { accept: 'application/json' })
  slug = ((await made.json()) as { slug: string }).slug
  writer = new AtpAgent({ service: network.pdsUrl })
  await writer.login({ identifier: author.handle, password: author.password })
  const hasHeard = async (text: string) =>
    (await fetch(`${server.url}/embed/f/${slug}?limit=30`).then((answer) => answer.text())).includes(text)
  await waitFor('the feed takes posts', async () => {
    await ring('First bell')
    return hasHeard('First bell')
  })
  // The firehose keeps the order of one author: when this is in, none of the others comes later.
  await ring('End of the first bells')
  await waitFor('all of them are in', () => hasHeard('End of the first bells'))
  host = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://host')
    const sandbox = searchParams.get('sandbox') ?? 'allow-scripts allow-same-origin allow-popups'
    response
      .setHeader('content-type', 'text/html')
      .end(
        `<!doctype html><title>host</title><iframe sandbox="${sandbox}" src="${server.url}${searchParams.get('frame')}"></iframe>`,
      )
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
})
after(async () => {
  host?.close()
  await server?.close()
})

const ring = (text: string) => writer.post({ text, tags: [`harbourbell${tag}`], createdAt: new Date().toISOString() })

test('announces a new post, and shows it on click', async (t) => {
  const page = await openPage(t, { origin: server.url })
  // A page that has asked what it missed has subscribed before.
  const looked = page.waitForResponse((answer) => answer.url().includes(`/f/${slug}/posts?after=`))
  await page.goto(`${server.url}/f/${slug}`)
  await looked
  const fresh = page.locator('.fresh')
  await fresh.waitFor({ state: 'hidden' })
  const before = await page.locator('#posts > li').count()

  // The PDS answers when the commit is made: that is when its firehose carries it.
  const times: number[] = []
  for (const count of [1, 2, 3]) {
    await ring(`Bell ${count}`)
    const carried = performance.now()
    await page.getByText(count === 1 ? '1 new post' : `${count} new posts`, { exact: true }).waitFor()
    times.push(performance.now() - carried)
  }
  t.diagnostic(`announced after ${times.map(Math.round).join(', ')} ms; the bar is 1,000`)
  assert.equal(await page.locator('#posts > li').count(), before)

  await fresh.click()
  await page
    .locator('#posts > li')
    .nth(before + 2)
    .waitFor()
  const texts = await page.locator('#posts > li .body').allTextContents()
  assert.deepEqual(texts.slice(0, 3), ['Bell 3', 'Bell 2', 'Bell 1'])
  assert.equal(await fresh.isHidden(), true)
  assert.equal(new URL(page.url()).pathname, `/f/${slug}`)

  await ring('Fourth bell')
  await page.getByText('1 new post', { exact: true }).waitFor()
  await fresh.click()
  await page.getByText('Fourth bell').waitFor()
  assert.equal(await page.getByText('Bell 3').count(), 1)
})

test('reads without JavaScript, and looks for new posts by a link', async (t) => {
  const page = await openPage(t, { origin: server.url, javaScriptEnabled: false })
  await page.goto(`${server.url}/f/${slug}`)
  await page.getByRole('heading', { name: 'Harbour bells' }).waitFor()
  await ring('Bell without script')
  await page.getByRole('link', { name: 'Look for new posts' }).click()
  await waitFor('the post is on the page', async () => {
    await page.reload()
    return (await page.getByText('Bell without script').count()) > 0
  })
})

for (const start of ['/f/', '/embed/f/']) {
  test(`stands in the frame of another site: ${start}<slug>`, async (t) => {
    const { port } = host.address() as AddressInfo
    const page = await openPage(t, { origin: server.url })
    await page.goto(`http://localhost:${port}/?frame=${encodeURIComponent(`${start}${slug}?theme=dark`)}`)
    const frame = page.frameLocator('iframe')
    await frame.getByText('First bell').first().waitFor()
    const cookies = await page.context().cookies()
    assert.deepEqual(cookies, [])
  })
}

test('stands in a frame that has no origin, where asking does what the socket cannot', async (t) => {
  const { port } = host.address() as AddressInfo
  const page = await openPage(t, { origin: server.url })
  await page.clock.install()
  const query = new URLSearchParams({ frame: `/f/${slug}`, sandbox: 'allow-scripts' })
  await page.goto(`http://localhost:${port}/?${query}`)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('link', { name: 'Look for new posts' }).waitFor()
  await ring('Bell in a sandbox')
  const fresh = frame.getByRole('link', { name: /^\d+ new posts?$/ })
  await waitFor('the frame has asked', async () => {
    await page.clock.fastForward(30_000)
    return (await fresh.count()) > 0
  })
  await fresh.click()
  await frame.getByText('Bell in a sandbox').waitFor()
})
