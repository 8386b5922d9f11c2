// Every page and state of the feed workshop: valid HTML, no accessibility violation, light and dark.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkThemes, findViolations } from './check-page.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(2).toString('hex')
let server: TestServer
let owner: Person
let newcomer: Person
const feeds: { id: number; slug: string }[] = []

before(async () => {
  server = await startServer(network, { stream: true })
  const account = await network.createAccount(`feedhouse-${tag}`)
  owner = await signInAs(server, account)
  newcomer = await signInAs(server, await network.createAccount(`feedhouse-new-${tag}`))
  for (const hashtags of [`workbench${tag}`, `nothingyet${tag}`]) {
    const fields = { title: `On ${hashtags}`, description: 'שלום & “hello”', hashtags, keywords: 'work bench\n作業台' }
    const answer = await owner.post('/feeds/new', fields, { accept: 'application/json' })
    feeds.push((await answer.json()) as { id: number; slug: string })
  }
  const published = await owner.post(`/feeds/${feeds[0]?.id}/publish`)
  assert.equal(published.status, 303)
  const writer = new AtpAgent({ service: network.pdsUrl })
  await writer.login({ identifier: account.handle, password: account.password })
  const write = (number: number) =>
    writer.post({ text: `Bench ${number}`, tags: [`workbench${tag}`], createdAt: new Date().toISOString() })
  await waitFor('the feed takes posts', async () => {
    await write(0)
    return (await (await owner.get(`/f/${feeds[0]?.slug}`)).text()).includes('Bench 0')
  })
  for (let number = 1; number <= 31; number++) await write(number)
  await waitFor('a second page', async () => {
    return (await (await owner.get(`/f/${feeds[0]?.slug}`)).text()).includes('Older posts')
  })
})
after(() => server?.close())

const options = { bypassCSP: true, expected: [/status of 4(04|22)/] }

test('public pages', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url })
  const [full, empty] = feeds.map(({ slug }) => `${server.url}/f/${slug}`)
  for (const url of [
    `${full}`,
    `${full}`.replace('/f/', '/embed/f/'),
    `${full}`.replace('/f/', '/embed/f/').concat('?theme=light'),
    `${full}`.replace('/f/', '/embed/f/').concat('?theme=dark'),
    `${empty}`,
    `${empty}`.replace('/f/', '/embed/f/'),
  ]) {
    await checkThemes(page, url)
  }
  await page.goto(`${full}`)
  const first = await page.locator('#posts .body').allTextContents()
  await page.getByRole('link', { name: 'Older posts' }).click()
  await page.getByRole('link', { name: 'Newest posts' }).waitFor()
  const second = await page.locator('#posts .body').allTextContents()
  assert.equal(first.length, 30)
  assert.deepEqual(
    second.filter((text) => first.includes(text) && text !== 'Bench 0'),
    [],
  )
  await checkThemes(page, page.url())
  await checkThemes(page, `${server.url}/f/no-such-feed`, 404)
})

test('the workshop', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url, extraHTTPHeaders: { cookie: owner.cookie } })
  const paths = ['/feeds', '/feeds/new', ...feeds.map(({ id }) => `/feeds/${id}`)]
  for (const path of paths) await checkThemes(page, server.url + path)
  await page.goto(`${server.url}/feeds/new`)
  await page.getByLabel('Title').fill('A title that is much too long for it')
  await page.getByLabel('Hashtags').fill('#12')
  await page.getByRole('button', { name: 'Make the feed' }).click()
  await page.getByRole('alert').waitFor()
  assert.deepEqual(await findViolations(page), [])
  assert.equal(await page.getByLabel('Hashtags').inputValue(), '#12')
})

test('the workshop of somebody new', async (t) => {
  const page = await openPage(t, { ...options, origin: server.url, extraHTTPHeaders: { cookie: newcomer.cookie } })
  await checkThemes(page, `${server.url}/feeds`)
})
