// Videos play: the stream where the browser can, through hls.js where it cannot, and the file where there is no stream.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createWriter, pageOf, type Reference } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkThemes } from './check-page.ts'

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
/** An AppView without a video service leads here, or to itself: neither has a poster or a stream. */
const withoutService = [/status of 404/, /ERR_NAME_NOT_RESOLVED/, /video\.invalid/]
let server: TestServer
let video: Reference
let gif: Reference

before(async () => {
  // The hosts of an AppView with a video service, which the test stands in for.
  server = await startServer(network, { settings: { IMAGE_ORIGINS: `${network.imageOrigin} https://video.invalid` } })
  const writer = await createWriter(network, 'video')
  const file = await writer.upload(readFileSync(join(folder, 'clip.mp4')), 'video/mp4')
  const captions = await writer.upload(Buffer.from('WEBVTT\n\n00:00.000 --> 00:03.000\nA square moves.\n'), 'text/vtt')
  const embed = { $type: 'app.bsky.embed.video', video: file, alt: 'A square', aspectRatio: { width: 16, height: 9 } }
  video = await writer.post('A video', { embed: { ...embed, captions: [{ lang: 'en', file: captions }] } })
  gif = await writer.post('A GIF', { embed: { ...embed, presentation: 'gif' } })
  await writer.settle([video, gif])
})
after(() => server?.close())

/** Waits until the picture moves, and says what is played. */
async function played(page: Page): Promise<string> {
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0)
  return page.locator('video').evaluate((element: HTMLVideoElement) => element.currentSrc)
}

/** As the button of the browser does; what comes of it is seen in what is played. */
async function press(page: Page): Promise<void> {
  await page.locator('video').evaluate((element: HTMLVideoElement) => void element.play().catch(() => undefined))
}

/** Stands in for a video service. */
async function serveStream(page: Page): Promise<string[]> {
  const asked: string[] = []
  const headers = { 'access-control-allow-origin': '*' }
  await page.route(/\/(playlist\.m3u8|stream-init\.mp4|stream-part\.m4s|thumbnail\.jpg)$/, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    asked.push(name)
    if (name === 'playlist.m3u8') {
      return route.fulfill({ headers, contentType: 'application/vnd.apple.mpegurl', body: playlist })
    }
    if (name === 'thumbnail.jpg')
      return route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' })
    return route.fulfill({ headers, contentType: 'video/mp4', body: readFileSync(join(folder, name)) })
  })
  return asked
}

/** As browsers were before they could play streams by themselves. */
const withoutStreams = () => {
  const { canPlayType } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.canPlayType = function (type) {
    return type.includes('mpegurl') ? '' : canPlayType.call(this, type)
  }
}

test('without a stream the file plays, with captions', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: withoutService })
  await page.goto(server.url + pageOf(video))
  await press(page)
  assert.match(await played(page), /\/video\/[\w-]{12}\/mp4\/did:/)
  assert.equal(await page.locator('video').evaluate((element: HTMLVideoElement) => element.videoWidth), 192)
  await page.locator('track').evaluate((element: HTMLTrackElement) => {
    element.track.mode = 'showing'
  })
  await page.waitForFunction(() => document.querySelector('track')?.track.cues?.length === 1)
  const cue = await page.locator('track').evaluate(({ track }: HTMLTrackElement) => {
    const first = track.cues?.[0]
    return first instanceof VTTCue ? first.text : undefined
  })
  assert.equal(cue, 'A square moves.')
})

test('a browser that plays streams plays the stream, and loads nothing for it', async (t) => {
  const page = await openPage(t, { origin: server.url })
  const asked = await serveStream(page)
  const scripts: string[] = []
  page.on('request', (request) => void (request.resourceType() === 'script' && scripts.push(request.url())))
  await page.goto(server.url + pageOf(video))
  await press(page)
  assert.match(await played(page), /playlist\.m3u8$/)
  assert.ok(asked.includes('stream-part.m4s'))
  assert.deepEqual(
    scripts.filter((url) => url.includes('on-demand')),
    [],
  )
})

test('another one gets hls.js when somebody presses play', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.addInitScript(withoutStreams)
  const asked = await serveStream(page)
  const scripts: string[] = []
  page.on('request', (request) => void (request.url().includes('on-demand') && scripts.push(request.url())))
  await page.goto(server.url + pageOf(video))
  await page.locator('video').waitFor()
  assert.deepEqual([scripts, asked.filter((name) => name !== 'thumbnail.jpg')], [[], []])
  await press(page)
  assert.match(await played(page), /^blob:/)
  assert.equal(scripts.length, 1)
  assert.ok(asked.includes('stream-part.m4s'))
})

test('and the file when the stream fails', async (t) => {
  const page = await openPage(t, {
    origin: server.url,
    expected: [...withoutService, /status of 500/, /CORS/, /ERR_FAILED/],
  })
  await page.addInitScript(withoutStreams)
  await page.route(/playlist\.m3u8$/, (route) =>
    route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } }),
  )
  await page.goto(server.url + pageOf(video))
  await press(page)
  await page.waitForFunction(() => /\/video\//.test(document.querySelector('video')?.currentSrc ?? ''))
  assert.match(await played(page), /\/video\//)
})

test('a GIF has no controls, no sound, and plays and stops at a click', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: withoutService })
  await page.goto(server.url + pageOf(gif))
  const button = page.getByRole('button', { name: /^Play the GIF: A square/ })
  await button.waitFor()
  const state = () =>
    page
      .locator('video')
      .evaluate(({ controls, loop, muted, paused }: HTMLVideoElement) => ({ controls, loop, muted, paused }))
  assert.deepEqual(await state(), { controls: false, loop: true, muted: true, paused: true })
  await button.click()
  await played(page)
  assert.equal((await state()).paused, false)
  await page.getByRole('button', { name: /^Pause the GIF/ }).click()
  assert.equal((await state()).paused, true)
})

test('without JavaScript the browser has its controls, for a GIF too', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: withoutService, javaScriptEnabled: false })
  await page.goto(server.url + pageOf(video))
  assert.ok(await page.locator('video[controls]').isVisible())
  await page.goto(server.url + pageOf(gif))
  assert.ok(await page.locator('video[controls][loop][muted]').isVisible())
  assert.ok(await page.locator('.play').isHidden())
})

test('the video of the demo plays', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: withoutService })
  const film = network.posts['fjord-film']
  assert.ok(film)
  await page.goto(server.url + pageOf(film))
  await press(page)
  assert.match(await played(page), /\/video\//)
})

test('pages with videos are valid and accessible', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true, expected: withoutService })
  for (const post of [video, gif]) await checkThemes(page, server.url + pageOf(post))
})
