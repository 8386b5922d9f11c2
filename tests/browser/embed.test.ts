// Embeds and previews in a browser: in pages of another site, with and without scripts there, and as they are.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const [, , postBy = '', , postKey = ''] = network.posts.facets?.uri.split('/') ?? []
const [, , listBy = '', , listKey = ''] = network.lists['railway-people']?.uri.split('/') ?? []
const profile = '/embed/profile/ines.test?limit=5'
let server: TestServer
let owner: Person
let host: Server
/** What the page of the other site holds. */
let hosted = ''
let feeds: { id: number; slug: string; page: string }[]

before(async () => {
  server = await startServer(network, { stream: true })
  owner = await signInAs(server, await network.createAccount(`embedder-${randomBytes(2).toString('hex')}`))
  feeds = []
  for (const visibility of ['secret', 'private']) {
    const accept = { accept: 'application/json' }
    const made = await owner.post('/feeds/new', { title: `A ${visibility} one`, hashtags: 'quiet' }, accept)
    const feed = (await made.json()) as { id: number; slug: string }
    const shared = await owner.post(`/feeds/${feed.id}/share`, { op: 'save', visibility }, accept)
    feeds.push({ ...feed, ...((await shared.json()) as { page: string }) })
  }
  host = createServer((_, response) => {
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(`<!doctype html><html lang="en"><title>host</title><body style="background:#fff">${hosted}`)
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
})
after(async () => {
  host?.close()
  await server?.close()
})

const hostUrl = () => `http://localhost:${(host.address() as AddressInfo).port}/`

test('the code from the maker makes the frame as tall as its posts, in a page that has no script', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.goto(`${server.url}/embed?url=/profile/ines.test&limit=5&width=480&grows=on`)
  hosted = await page.getByLabel('The code of the embed').inputValue()
  assert.doesNotMatch(hosted, /<script/)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(hostUrl())
  const frame = page.frameLocator('iframe')
  await frame.locator('article').first().waitFor()
  await page.waitForFunction(() => {
    const { height } = document.querySelector('iframe')?.style ?? {}
    return height !== undefined && height !== '' && height !== '640px'
  })
  // Pictures have their room before they come, so it stays as it is.
  const tall = await frame.locator('main').evaluate((main) => Math.ceil(main.getBoundingClientRect().height))
  assert.equal(await page.locator('iframe').evaluate((element) => element.clientHeight), tall)
  const others = asked.filter((url) => !url.startsWith(server.url) && !url.startsWith(hostUrl()))
  assert.deepEqual(others, [])
  assert.deepEqual(await page.context().cookies(), [])
})

test('from nothing to a published feed in somebody else’s page, which brings what is new by itself', async (t) => {
  const account = await network.createAccount(`walker-${randomBytes(2).toString('hex')}`)
  const word = `walked${randomBytes(3).toString('hex')}`
  const page = await openPage(t, { origin: server.url })
  await page.context().addCookies(await cookiesOf(server, account))
  const began = performance.now()
  let clicks = 0
  const click = async (role: 'link' | 'button', name: string) => {
    clicks++
    await page.locator('body').getByRole(role, { name, exact: true }).first().click()
  }
  await page.goto(server.url)
  await click('link', 'Feeds')
  await click('link', 'New feed')
  await page.getByLabel('Title').fill('Walked')
  await page.getByRole('textbox', { name: 'Hashtags' }).fill(word)
  await click('button', 'Make the feed')
  await click('button', 'Publish')
  await page.getByText('Published', { exact: true }).waitFor()
  await click('link', 'Share')
  await click('link', 'Embed it')
  const code = page.getByLabel('The code of the embed')
  await code.waitFor()
  hosted = (await code.inputValue()).replace('<iframe', '<iframe sandbox="allow-scripts"').replace('loading="lazy"', '')
  t.diagnostic(`${clicks} clicks, ${Math.round(performance.now() - began)} ms of machine time`)
  assert.ok(clicks <= 6, `${clicks} clicks`)

  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  const write = (text: string) => agent.post({ text, tags: [word], createdAt: new Date().toISOString() })
  const reader = await openPage(t, { origin: server.url })
  await reader.clock.install()
  await reader.goto(hostUrl())
  const frame = reader.frameLocator('iframe')
  await frame.getByRole('heading', { name: 'Walked' }).waitFor()
  const tall = () => reader.locator('iframe').evaluate((element) => element.clientHeight)
  const shows = (text: string) =>
    waitFor(`the embed shows ${text}`, async () => {
      await reader.clock.fastForward(60_000)
      return (await frame.getByText(text).count()) > 0
    })
  await write('First of the walk')
  await shows('First of the walk')
  const before = await tall()
  await write('Second of the walk')
  await shows('Second of the walk')
  await waitFor('the frame grows with it', async () => (await tall()) > before)
  assert.deepEqual(await reader.context().cookies(), [])
})

test('tells the page around it its height and its id, as embed.js of Bluesky listens for', async (t) => {
  const page = await openPage(t, { origin: server.url })
  const listen = `addEventListener('message', ({ origin, data: { id, height } }) => {
    const frame = origin === '${server.url}' && id && document.querySelector('[data-bluesky-id="' + id + '"]')
    if (frame && height) frame.style.height = height + 'px'
  })`
  hosted = `<script>${listen}</script><iframe data-bluesky-id="77" width="480" title="x" src="${server.url}${profile}&id=77"></iframe>`
  await page.goto(hostUrl())
  await page.waitForFunction(() => (document.querySelector('iframe')?.clientHeight ?? 0) > 400)
  const frame = page.frameLocator('iframe')
  const tall = await frame.locator('main').evaluate((main) => Math.ceil(main.getBoundingClientRect().height))
  assert.equal(await page.locator('iframe').evaluate((element) => element.style.height), `${tall}px`)
})

for (const path of [profile, '/f/']) {
  test(`reads in a frame that may do nothing: ${path}`, async (t) => {
    const page = await openPage(t, { origin: server.url, expected: [/sandboxed/] })
    const src = path === '/f/' ? feeds[0]?.page : server.url + path
    hosted = `<iframe sandbox="" width="480" height="640" title="x" src="${src}"></iframe>`
    await page.goto(hostUrl())
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading').first().waitFor()
    if (path === '/f/') await frame.getByRole('link', { name: 'Look for new posts' }).waitFor()
    else assert.equal(await frame.locator('article').count(), 5)
    assert.deepEqual(await page.context().cookies(), [])
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`fills its corners, ${colorScheme}`, async (t) => {
    const page = await openPage(t, { origin: server.url, colorScheme, javaScriptEnabled: true })
    for (const theme of ['auto', 'light', 'dark']) {
      await page.goto(`${server.url}${profile}&theme=${theme}`)
      const [behind, inside] = await page.evaluate(() =>
        [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor),
      )
      assert.equal(behind, inside)
      assert.match(behind ?? '', /^oklch\([^/]*\)$/, 'opaque')
      const lightness = Number(/oklch\(([\d.]+)/.exec(behind ?? '')?.[1])
      const isDark = theme === 'dark' || (theme === 'auto' && colorScheme === 'dark')
      assert.equal(lightness < 0.5, isDark, `${theme}: ${behind}`)
    }
  })
}

test('what is embedded is valid and accessible, light and dark, in any accent', async (t) => {
  const expected = [/status of 4(03|04|22)/]
  const page = await openPage(t, { origin: server.url, bypassCSP: true, expected })
  for (const path of [
    `${profile}&lang=de&media=0`,
    `/embed/profile/${listBy}/lists/${listKey}?limit=5`,
    `/embed/profile/${postBy}/post/${postKey}`,
  ]) {
    await checkPage(page, server.url + path)
    await checkColours(page, `${server.url}${path}${path.includes('?') ? '&' : '?'}theme=dark`)
  }
  for (const accent of ['rust', 'moss', 'ffff00', '00ff00']) {
    await checkColours(page, `${server.url}${profile}&accent=${accent}&theme=light`)
    await checkColours(page, `${server.url}${profile}&accent=${accent}&theme=dark`)
  }
})

test('the maker, the page of sharing and the pages it opens are valid and accessible', async (t) => {
  const extraHTTPHeaders = { cookie: owner.cookie }
  const expected = [/status of 422/]
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openPage(t, { origin: server.url, bypassCSP: true, colorScheme, extraHTTPHeaders, expected })
    const check = (url: string, status?: number) =>
      colorScheme === 'light' ? checkPage(page, url, status) : checkColours(page, url)
    await check(`${server.url}/embed`)
    await check(`${server.url}/embed?url=/profile/ines.test&limit=5`)
    await check(`${server.url}/embed?url=nothing`, 422)
    for (const { id, page: address } of feeds) {
      await check(`${server.url}/feeds/${id}/share`)
      await check(address)
    }
  }
})

test('a feed is shared by a form: a secret link that opens, and ends', async (t) => {
  const [secret] = feeds
  const page = await openPage(t, { origin: server.url, javaScriptEnabled: false })
  const [name = '', value = ''] = owner.cookie.split('=')
  await page.context().addCookies([{ name, value, url: server.url }])
  await page.goto(`${server.url}/feeds/${secret?.id}/share`)
  const link = await page.getByLabel('Its address').inputValue()
  assert.equal(link, secret?.page)
  await page.getByRole('button', { name: 'Make a new link' }).click()
  const renewed = await page.getByLabel('Its address').inputValue()
  assert.notEqual(renewed, link)
  assert.equal((await fetch(link)).status, 404)
  assert.equal((await fetch(renewed)).status, 200)
  await page.getByLabel('Everybody').check()
  await page.getByRole('button', { name: 'Save' }).click()
  assert.doesNotMatch(await page.getByLabel('Its address').inputValue(), /key=/)
})
