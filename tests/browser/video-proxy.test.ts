// With the proxy a video plays from this box alone: through hls.js or the browser's own player, with or without a script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createWriter, pageOf, type Reference } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'

const network = await useNetwork()
const openPage = useBrowser()
const folder = join(import.meta.dirname, 'videos')
const playlist = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:3
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="stream-init.mp4"
#EXTINF:3.0,
stream-part.m4s
#EXT-X-ENDLIST
`
/** A poster that is none; Chromium says so. */
const withoutPoster = [/status of (404|415|502)/]

/** An AppView with a video service: the network's, whose addresses of videos lead here. */
const service = createServer(async (request, response) => {
  const name = request.url?.split('/').at(-1) ?? ''
  if (name === 'playlist.m3u8') {
    return void response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(playlist)
  }
  if (/^stream-(init\.mp4|part\.m4s)$/.test(name)) {
    return void response.writeHead(200, { 'content-type': 'video/mp4' }).end(readFileSync(join(folder, name)))
  }
  if (!request.url?.startsWith('/xrpc/')) return void response.writeHead(404).end()
  const answer = await fetch(network.appviewUrl + request.url)
  const text = (await answer.text()).replaceAll('https://video.invalid', origin())
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
})
const origin = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}`
let server: TestServer
let video: Reference

before(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const settings = { IMAGE_PROXY: 'true', APPVIEW_URL: origin(), IMAGE_ORIGINS: `${network.imageOrigin} ${origin()}` }
  server = await startServer(network, { settings })
  const writer = await createWriter(network, 'proxied')
  const file = await writer.upload(readFileSync(join(folder, 'clip.mp4')), 'video/mp4')
  const embed = { $type: 'app.bsky.embed.video', video: file, alt: 'A square', aspectRatio: { width: 16, height: 9 } }
  video = await writer.post('A video', { embed })
  await writer.settle([video])
})
after(async () => {
  await server?.close()
  service.closeAllConnections()
  service.close()
})

/** The addresses that a page asked for, and nobody may ask for more than ours. */
function watch(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url())
    if (protocol.startsWith('http')) asked.push(request.url().startsWith(server.url) ? pathname : request.url())
  })
  return asked
}

const placeIn = (page: Page) => page.locator('video').evaluate((element: HTMLVideoElement) => element.currentTime)

/** Waits until some seconds have been played. */
const playOn = (page: Page) => waitFor('the video plays on', async () => (await placeIn(page)) > 1.5)

const withoutStreams = () => {
  const { canPlayType } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.canPlayType = function (type) {
    return type.includes('mpegurl') ? '' : canPlayType.call(this, type)
  }
}

for (const [name, script] of [
  ['the browser’s own player', () => undefined],
  ['hls.js', withoutStreams],
] as const) {
  test(`a stream plays from this box alone: ${name}`, async (t) => {
    const page = await openPage(t, { origin: server.url, expected: withoutPoster })
    await page.addInitScript(script)
    const asked = watch(page)
    await page.goto(server.url + pageOf(video))
    await page.locator('video').evaluate((element: HTMLVideoElement) => void element.play().catch(() => undefined))
    await playOn(page)
    assert.deepEqual(
      asked.filter((path) => !path.startsWith('/')),
      [],
    )
    assert.ok(
      asked.some((path) => /^\/hls\/[\w-]+\/part\//.test(path)),
      'the stream, and not the file',
    )
  })
}

test('without JavaScript the browser’s own button plays it', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: withoutPoster, javaScriptEnabled: false })
  const asked = watch(page)
  await page.goto(server.url + pageOf(video))
  // The play button of the browser's own controls: nothing was loaded yet, so a click on the picture does nothing.
  const box = await page.locator('video').boundingBox()
  assert.ok(box)
  await page.mouse.click(box.x + 28, box.y + box.height - 28)
  await playOn(page)
  assert.deepEqual(
    asked.filter((path) => !path.startsWith('/')),
    [],
  )
})
