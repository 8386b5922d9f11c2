// With the proxy a reader's browser talks to this box alone, and sees every picture.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkPage } from './check-page.ts'

const network = await useNetwork()
const openPage = useBrowser()
const post = (key: string) => {
  const [, , did, , rkey] = network.posts[key]?.uri.split('/') ?? []
  return `/profile/${did}/post/${rkey}`
}
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true, settings: { IMAGE_PROXY: 'true' } })
})
after(() => server?.close())

const paths = ['/profile/ines.test', post('gallery'), post('quote-with-link'), post('two-shapes')]
for (const path of paths) {
  test(`shows every picture of ${path.replace(/did:plc:\w+/, 'did')}, from here`, async (t) => {
    const page = await openPage(t, { origin: server.url, bypassCSP: true })
    const foreign: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) foreign.push(request.url())
    })
    await checkPage(page, server.url + path)
    // Lazy ones come when they are near.
    const sizes = await page.evaluate(async () => {
      const images = [...document.images]
      for (const image of images) image.loading = 'eager'
      await Promise.all(images.map((image) => image.decode().catch(() => undefined)))
      return images.map((image) => image.naturalWidth)
    })
    assert.ok(sizes.length > 1)
    assert.ok(
      sizes.every((width) => width > 0),
      sizes.join(' '),
    )
    assert.deepEqual(foreign, [])
  })
}
