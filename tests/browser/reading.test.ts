// Reading and writing in a browser, with JavaScript and without: home, profile, thread, post, reply, like.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const post = (key: string) => {
  const [, , did, , rkey] = network.posts[key]?.uri.split('/') ?? []
  return `/profile/${did}/post/${rkey}`
}
let server: TestServer
let account: Account
let foreign: AtpAgent

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`reader-${randomBytes(2).toString('hex')}`)
  // Another client, which sees what the network has.
  foreign = new AtpAgent({ service: network.pdsUrl })
  await foreign.login({ identifier: account.handle, password: account.password })
  await foreign.follow(network.account('tomas').did)
  await foreign.follow(network.account('wren').did)
})
after(() => server?.close())

async function signIn(page: Page): Promise<void> {
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/`)
}

const modes: { name: string; options: BrowserContextOptions }[] = [
  { name: 'with JavaScript', options: {} },
  { name: 'without JavaScript', options: { javaScriptEnabled: false } },
]

for (const { name, options } of modes) {
  test(`reads signed out, ${name}`, async (t) => {
    const page = await openPage(t, { origin: server.url, ...options })
    await page.goto(`${server.url}/`)
    await page.getByRole('heading', { name: 'A quiet place to read Bluesky.' }).waitFor()
    await page.goto(`${server.url}/profile/ines.test`)
    await page.getByRole('heading', { name: 'Inês Carvalho' }).waitFor()
    await page.getByRole('link', { name: 'Media' }).click()
    await page.waitForURL(/tab=media/)
    assert.ok((await page.locator('.pic img').count()) > 0)
    await page.goto(server.url + post('sleeper'))
    await page.locator('.focus .body').getByText('Barcelona–Hendaye').waitFor()
    assert.equal(await page.locator('.acts').count(), 0, 'nothing to press for somebody signed out')
    await page.locator('.focus .alt summary').click()
    await page.locator('.focus .alt p').waitFor()
  })

  test(`posts, replies, likes and deletes, ${name}`, async (t) => {
    const page = await openPage(t, { origin: server.url, ...options })
    await signIn(page)
    const hasScript = options.javaScriptEnabled !== false
    const text = `Grüße an @tomas.test 👩‍👩‍👧 https://example.com/?a=1 #test${hasScript ? 'js' : 'plain'}`

    const shown = text.replace('https://example.com/?a=1', 'example.com?a=1')
    await page.getByRole('link', { name: 'Write' }).click()
    await page.getByLabel('Your post').fill(text)
    if (hasScript) await page.locator('#text-count', { hasText: `${300 - graphemes(shown)}` }).waitFor()
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    const card = page.locator('article', { hasText: 'Grüße an' })
    await card.waitFor()
    assert.equal(await card.locator('.body a').count(), 3)

    const records = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection: 'app.bsky.feed.post' })
    const made = records.data.records.filter(({ value }) => (value as { text: string }).text === shown)
    assert.equal(made.length, 1)
    const [record] = made
    const { facets } = (record?.value ?? {}) as { facets?: unknown[] }
    assert.equal(facets?.length, 3)
    await waitFor('the AppView has the post', async () => {
      const { data } = await foreign.app.bsky.feed.getPosts({ uris: [record?.uri ?? ''] })
      return data.posts.length === 1
    })

    await page.goto(`${server.url}/profile/${account.did}/post/${record?.uri.split('/').at(-1)}`)
    const like = page.locator('.focus').getByRole('button', { name: /^Like/ })
    const isLiked = (liked: boolean) =>
      waitFor(`the AppView ${liked ? 'has the like' : 'has lost the like'}`, async () => {
        const { data } = await foreign.app.bsky.feed.getPosts({ uris: [record?.uri ?? ''] })
        return Boolean(data.posts[0]?.viewer?.like) === liked && data.posts[0]?.likeCount === Number(liked)
      })
    assert.equal(await like.getAttribute('aria-pressed'), 'false')
    await like.click()
    await page.locator('.focus [aria-pressed=true][aria-label^=Like]').waitFor()
    await isLiked(true)
    await page.reload()
    assert.equal(Number(await like.locator('span').textContent()), 1)
    await like.click()
    await page.locator('.focus [aria-pressed=false][aria-label^=Like]').waitFor()
    await isLiked(false)
    await page.reload()
    assert.equal(Number(await like.locator('span').textContent()), 0)

    await page.getByLabel('Your reply').fill(`A reply, ${name}`)
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    const reply = page.locator('article', { hasText: `A reply, ${name}` })
    await reply.waitFor()
    if (hasScript) assert.equal(await page.getByLabel('Your reply').inputValue(), '')
    await reply.getByRole('button', { name: 'More actions' }).click()
    await page.locator('.does').getByRole('link', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete post' }).click()
    await page.waitForURL(`${server.url}/profile/${account.handle}`)
    assert.equal(await page.getByText(`A reply, ${name}`).count(), 0)
  })

  test(`gives back a post that is too long, ${name}`, async (t) => {
    const page = await openPage(t, { origin: server.url, expected: [/422/], ...options })
    await signIn(page)
    await page.goto(`${server.url}/compose`)
    const text = '👨‍👩‍👧‍👦'.repeat(301)
    await page.getByLabel('Your post').fill(text)
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.locator('#text-problem', { hasText: '1 character too many' }).waitFor()
    assert.equal(await page.getByLabel('Your post').inputValue(), text)
  })
}

test('takes a like back when it is refused', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: [/502|status of/] })
  await signIn(page)
  await page.goto(server.url + post('wren-weight'))
  await page.route('**/post/like', (route) => route.fulfill({ status: 502, json: { error: 'It did not answer.' } }))
  const like = page.locator('.focus').getByRole('button', { name: /^Like/ })
  const before = await like.textContent()
  await like.click()
  await page.getByRole('alert').filter({ hasText: 'It did not answer.' }).waitFor()
  assert.equal(await like.getAttribute('aria-pressed'), 'false')
  assert.equal(await like.textContent(), before)
})

test('a like after the session has ended leads to signing in, and back', async (t) => {
  const page = await openPage(t, { origin: server.url, expected: [/401|status of/] })
  await signIn(page)
  const path = `${post('wren-weight')}?sort=oldest`
  await page.goto(server.url + path)
  await page.context().clearCookies()
  const like = page.locator('.focus').getByRole('button', { name: /^Like/ })
  await like.click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
  assert.equal(new URL(page.url()).searchParams.get('next'), path)
  assert.equal(await page.locator('input[name=next]').first().inputValue(), path)
})

function graphemes(text: string): number {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}
