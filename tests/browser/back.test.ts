// The browser's back button: after posting nothing is doubled, and in the composer nothing typed is lost.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const account = await network.createAccount(`back-${randomBytes(2).toString('hex')}`)
const foreign = new AtpAgent({ service: network.pdsUrl })
await foreign.login({ identifier: account.handle, password: account.password })
let server: TestServer
before(async () => {
  server = await startServer(network, { stream: true })
})
after(() => server?.close())

async function countPosts(text: string): Promise<number> {
  const { data } = await foreign.com.atproto.repo.listRecords({
    repo: account.did,
    collection: 'app.bsky.feed.post',
    limit: 100,
  })
  return data.records.filter(({ value }) => value.text === text).length
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`back after posting, and sent again: it is asked whether that is meant, ${how}`, async (t) => {
    const page = await openPage(t, { origin: server.url, javaScriptEnabled, expected: [/status of 422/] })
    await page.context().addCookies(await cookiesOf(server, account))
    const text = `Said once ${how}`
    await page.goto(`${server.url}/compose`)
    await page.getByLabel('Your post').fill(text)
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.waitForURL(/\/post\/\w+$/)
    const thread = page.url()
    await page.goBack()
    await page.waitForURL(/\/compose/)
    await page.reload()
    await page.getByLabel('Your post').fill(text)
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.getByText('You posted just this a moment ago.').first().waitFor()
    assert.equal(await countPosts(text), 1)
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.waitForURL((url) => url.href !== thread && /\/post\/\w+$/.test(url.pathname))
    assert.equal(await countPosts(text), 2)
  })

  test(`back to a draft that has become a thread leads to the thread, ${how}`, async (t) => {
    const page = await openPage(t, { origin: server.url, javaScriptEnabled })
    await page.context().addCookies(await cookiesOf(server, account))
    const text = `From a draft ${how}`
    await page.goto(`${server.url}/compose`)
    await page.getByLabel('Your post').fill(text)
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.waitForURL(/\/compose\?draft=\w+/)
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.waitForURL(/\/post\/\w+$/)
    const thread = page.url()
    await page.goto(`${server.url}/drafts`)
    await page.goBack()
    await page.waitForURL(thread)
    await page.goBack()
    await page.reload()
    await page.waitForURL(thread)
    assert.equal(await countPosts(text), 1)
  })
}

test('whoever leaves the composer and comes back finds what they typed', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/compose`)
  await page.getByLabel('Your post').fill('Half a thought')
  await page.getByRole('link', { name: 'Notifications' }).first().click()
  await page.waitForURL(/\/notifications/)
  await page.goBack()
  await page.waitForURL(/\/compose/)
  const isInForm = (await page.getByLabel('Your post').inputValue()) === 'Half a thought'
  const isKept = () =>
    waitFor('it is among the drafts', async () => {
      await page.goto(`${server.url}/drafts`)
      return (await page.getByRole('link', { name: 'Half a thought' }).count()) === 1
    })
  assert.ok(isInForm || (await isKept()))
  assert.ok(await isKept())
})
