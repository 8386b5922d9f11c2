// Notifications in a browser: the number moves by itself on every page, and every state of the page is sound.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const server = await startServer(network, { stream: true })
after(server.close)
const suffix = randomBytes(2).toString('hex')
const createdAt = () => new Date().toISOString()

async function join(name: string) {
  const account = await network.createAccount(`${name}-${suffix}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  return { account, agent, did: account.did }
}
const [reader, ann, bo] = [await join('live'), await join('livea'), await join('liveb')]
const origin = server.url
const post = await reader.agent.post({ text: 'The bell at the quay', createdAt: createdAt() })
await waitFor('the post is known', async () => {
  return (await ann.agent.app.bsky.feed.getPosts({ uris: [post.uri] })).data.posts.length === 1
})
const isListed = (count: number) =>
  waitFor(`the AppView lists ${count}`, async () => {
    const { data } = await reader.agent.app.bsky.notification.listNotifications({ limit: 50 })
    return data.notifications.length === count
  })

test('the number moves while a page is open, for its reader only', async (t) => {
  const page = await openPage(t, { origin })
  await page.context().addCookies(await cookiesOf(server, reader.account))
  const other = await openPage(t, { origin })
  await other.context().addCookies(await cookiesOf(server, bo.account))
  // A socket that has asked how much is unread has subscribed before.
  for (const one of [page, other]) {
    const looked = one.waitForResponse(`${server.url}/notifications/unread`)
    await one.goto(`${server.url}/settings`)
    await looked
    await one.locator('.rail b').waitFor({ state: 'hidden' })
  }
  await ann.agent.like(post.uri, post.cid)
  const badge = page.getByRole('link', { name: 'Notifications 1 unread' })
  await badge.waitFor()
  await ann.agent.follow(reader.did)
  await page.getByRole('link', { name: 'Notifications 2 unread' }).waitFor()
  assert.equal(await other.locator('.rail b').isHidden(), true)

  await isListed(2)
  await page.getByRole('link', { name: 'Notifications 2 unread' }).click()
  await page.getByText('liked your post').waitFor()
  await page.locator('.rail b').waitFor({ state: 'hidden' })
  assert.equal(await page.locator('.notices > .new').count(), 2)
  const news = page.getByRole('link', { name: 'New notifications' })
  assert.equal(await news.isHidden(), true)
  await bo.agent.like(post.uri, post.cid)
  await news.waitFor()
  await isListed(3)
  await news.click()
  await page.getByText('liked your post').waitFor()
  assert.equal(await page.locator('.notices > .new').count(), 1)
})

test('is sound in every state, with and without JavaScript, light and dark', async (t) => {
  const cookies = await cookiesOf(server, reader.account)
  const subject = { uri: post.uri, cid: post.cid }
  await ann.agent.post({ text: 'It rang', reply: { root: subject, parent: subject }, createdAt: createdAt() })
  await isListed(4)
  const bare = await openPage(t, { origin, javaScriptEnabled: false })
  await bare.context().addCookies(cookies)
  await waitFor('the page counts the reply', async () => {
    await bare.goto(`${server.url}/`)
    return (await bare.getByRole('link', { name: 'Notifications 1 unread' }).count()) === 1
  })
  await bare.getByRole('link', { name: 'Notifications 1 unread' }).click()
  await bare.getByRole('article', { name: /^Post by/ }).waitFor()
  assert.equal(await bare.locator('.notices > .new').count(), 1)
  await bare.getByRole('link', { name: 'Likes' }).click()
  await bare.getByText('liked your post').waitFor()

  const page = await openPage(t, { origin, bypassCSP: true })
  await page.context().addCookies(cookies)
  for (const path of ['', '?show=others', '?from=followed']) await checkPage(page, `${server.url}/notifications${path}`)
  await page.setViewportSize({ width: 360, height: 800 })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  const dark = await openPage(t, { origin, bypassCSP: true, colorScheme: 'dark' })
  await dark.context().addCookies(cookies)
  await ann.agent.repost(post.uri, post.cid)
  await isListed(5)
  await checkColours(dark, `${server.url}/notifications`)
})
