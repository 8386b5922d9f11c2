// Threads in a browser: every template and state, paper, and what a card does when it is pressed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { type Scene, writeThreadScene } from '../http/thread-scene.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { type PageOptions, useBrowser } from './browser.ts'
import { checkPage, checkThemes } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
let scene: Scene

before(async () => {
  const [started, written] = await Promise.all([startServer(network, { stream: true }), writeThreadScene(network)])
  server = started
  scene = written
})
after(() => server?.close())

// Whoever leaves a page while it fades aborts the transition, and Chromium writes that down as an error.
const leaving = {
  reducedMotion: 'reduce',
  expected: [/ransition was (aborted|skipped)/],
} satisfies Partial<PageOptions>

const states: [key: string, rest: string][] = [
  ['one', ''],
  ['one', '?view=linear&sort=newest'],
  ['one', '?hidden=1&view=tree'],
  ['d3', ''],
  ['under-shy', ''],
  ['two', '?view=article'],
  ['one', '/liked-by'],
  ['one', '/quotes'],
  ['d3', '/reposted-by'],
]

for (const who of ['signed in', 'signed out'] as const) {
  test(`threads and their lists, ${who}`, async (t) => {
    const page = await openPage(t, { bypassCSP: true, origin: server.url })
    if (who === 'signed in') await page.context().addCookies(await cookiesOf(server, scene.who.viewer))
    const check = who === 'signed in' ? checkThemes : checkPage
    for (const [key, rest] of states) await check(page, server.url + scene.path(key) + rest)
  })
}

test('nothing is wider than a small phone', async (t) => {
  const page = await openPage(t, { viewport: { width: 360, height: 800 }, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, scene.who.viewer))
  for (const [key, rest] of states) {
    await page.goto(server.url + scene.path(key) + rest)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, key + rest)
  }
})

test('a thread and an article print as words alone', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.context().addCookies(await cookiesOf(server, scene.who.viewer))
  for (const rest of ['', '?view=article']) {
    await page.goto(server.url + scene.path('one') + rest)
    await page.emulateMedia({ media: 'print' })
    for (const away of ['.rail', '.top', '.acts', 'textarea', '.choices']) {
      for (const part of await page.locator(away).all()) assert.equal(await part.isVisible(), false, away)
    }
    assert.ok(await page.getByText('Post one.').isVisible())
    const source = await page.locator('.paper').textContent()
    assert.ok(source?.startsWith(`${server.url}/profile/`), source ?? '')
    assert.ok(await page.locator('.paper').isVisible())
  }
})

/** A place in the window where there is nothing but the card. */
async function cornerOf(card: Locator): Promise<{ x: number; y: number }> {
  await card.scrollIntoViewIfNeeded()
  const box = await card.boundingBox()
  assert.ok(box)
  return { x: box.x + 8, y: box.y + box.height - 8 }
}

for (const javaScriptEnabled of [true, false]) {
  test(`the empty part of a card is the link to its post, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async (t) => {
    const page = await openPage(t, { origin: server.url, javaScriptEnabled, ...leaving })
    await page.goto(server.url + scene.path('one'))
    const card = page.locator('article.post', { hasText: 'Post good.' })
    const href = await card.locator('.when').getAttribute('href')
    const corner = await cornerOf(card)
    await page.mouse.click(corner.x, corner.y)
    await page.waitForURL(server.url + href)
    await page.goBack()
    // The tab of a middle click takes this Chromium down every second time, so it is held back where it would open: by
    // a listener that runs last, once nothing of the page has.
    const { x, y } = await cornerOf(card)
    const target = await page.evaluate(
      ([left = 0, top = 0]) => document.elementFromPoint(left, top)?.closest('a')?.href,
      [x, y],
    )
    assert.equal(target, server.url + href)
    if (javaScriptEnabled) {
      await page.evaluate(() => {
        const held = new Promise((resolve) => {
          const hold = (event: Event) => {
            resolve(event.defaultPrevented)
            event.preventDefault()
          }
          globalThis.addEventListener('auxclick', hold, { once: true })
        })
        Object.assign(globalThis, { held })
      })
      await page.mouse.click(x, y, { button: 'middle' })
      const isTaken = await page.evaluate(() => (globalThis as unknown as { held: Promise<boolean> }).held)
      assert.equal(isTaken, false, 'a middle click is left to the browser')
    }
    await card.locator('.name').click()
    await page.waitForURL(`${server.url}/profile/${scene.who.ann.handle}`)
  })
}

test('a finger on the words opens the post, a mouse selects them', async (t) => {
  const phone = await openPage(t, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    origin: server.url,
    ...leaving,
  })
  await phone.goto(server.url + scene.path('one'))
  await phone.locator('article.post', { hasText: 'Post good.' }).getByText('Post good.').tap({ force: true })
  await phone.waitForURL(server.url + scene.path('good').replace(scene.who.ann.did, scene.who.ann.handle))
  const desk = await openPage(t, { origin: server.url })
  await desk.goto(server.url + scene.path('one'))
  await desk.locator('article.post .body', { hasText: 'Post good.' }).dblclick({ position: { x: 12, y: 12 } })
  assert.equal(await desk.evaluate(() => String(getSelection()).trim()), 'Post')
  assert.equal(desk.url(), server.url + scene.path('one'))
})
