// Every template and state of reading and writing: valid HTML, no accessibility violation, light and dark.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkThemes, findViolations, validateHtml } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const uri = (key: string) => encodeURIComponent(network.posts[key]?.uri ?? '')
const post = (key: string) => {
  const [, , did, , rkey] = network.posts[key]?.uri.split('/') ?? []
  return `/profile/${did}/post/${rkey}`
}
let server: TestServer
let newcomer: Account

before(async () => {
  server = await startServer(network, { stream: true })
  newcomer = await network.createAccount(`quality-${randomBytes(2).toString('hex')}`)
})
after(() => server?.close())

const threads = [
  ...['sleeper', 'facets', 'gallery', 'no-alt', 'long-word', 'three-hundred', 'poll', 'self-labelled', 'gated'],
  ...['record-with-media', 'quote-of-quote', 'mixed-direction', 'heron-eel', 'two-shapes', 'picture-only', 'nest'],
]
const shared: [path: string, status?: number][] = [
  ['/profile/ines.test'],
  ['/profile/tomas.test?tab=media'],
  ['/profile/omar.test?tab=replies'],
  ['/profile/marsh.test'],
  ['/hashtag/NightTrains'],
  ['/profile/nobody.test', 404],
  ['/profile/ines.test/post/3aaaaaaaaaaaa', 404],
  ['/nothing/here', 404],
]
const posts = threads.map((key): [string] => [post(key)])
const signedOut: [path: string, status?: number][] = [
  ...([['/'], ['/sign-in'], ['/profile/yael.test', 403]] as [string, number?][]),
  ...shared,
  // What is in a post is drawn as for people who are signed in, who get all of them below.
  ...posts.slice(0, 2),
]
const signedIn: [path: string, status?: number][] = [
  ['/'],
  ['/profile/yael.test'],
  ['/compose'],
  ['/menu'],
  [`/compose?reply=${uri('facets')}`],
  [`/compose?quote=${uri('gallery')}`],
  [`/post/delete?uri=${uri('tide-board')}`],
  ...shared,
  ...posts,
]

const options = { bypassCSP: true, expected: [/status of 40[34]/] }

test('signed out', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.goto(server.url)
  assert.deepEqual(await findViolations(page, 'all'), [])
  for (const [path, status] of signedOut) await checkThemes(page, server.url + path, status)
})

test('posts signed out are valid', async () => {
  for (const [path] of posts)
    assert.deepEqual(await validateHtml(await (await fetch(server.url + path)).text()), [], path)
})

test('signed in', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, network.account('marit')))
  for (const [path, status] of signedIn) await checkThemes(page, server.url + path, status)
})

test('somebody who follows nobody', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, newcomer))
  for (const path of ['/', `/profile/${newcomer.handle}`]) await checkThemes(page, server.url + path)
})
