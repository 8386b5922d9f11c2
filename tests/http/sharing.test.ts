// Who sees the page of a feed: everybody, whoever has the link, its maker; and what is kept of it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const json = { accept: 'application/json' }
const owner = await signInAs(server, await network.createAccount(`sharer-${tag}`))
const other = await signInAs(server, await network.createAccount(`sharer-not-${tag}`))
const stranger = createPerson(server)

async function makeFeed(visibility: string) {
  const made = await owner.post('/feeds/new', { title: `Feed ${visibility}`, hashtags: `s${tag}` }, json)
  const { id, slug } = (await made.json()) as { id: number; slug: string }
  const share = async (fields: Record<string, string>) => {
    const answer = await owner.post(`/feeds/${id}/share`, fields, json)
    assert.equal(answer.status, 200, await answer.clone().text())
    const { page } = (await answer.json()) as { page: string }
    return new URL(page).searchParams.get('key') ?? ''
  }
  return { id, slug, share, key: await share({ op: 'save', visibility }) }
}

const formsOf = (slug: string) => ['', '/rss.xml', '/atom.xml', '/feed.json'].map((end) => `/f/${slug}${end}`)
const everywhere = (slug: string) => [...formsOf(slug), `/embed/f/${slug}`, `/f/${slug}/posts?after=0::0`]
const withKey = (path: string, key: string) => `${path}${path.includes('?') ? '&' : '?'}key=${encodeURIComponent(key)}`

async function statuses(who: Person, paths: string[]): Promise<number[]> {
  const answers = await Promise.all(paths.map((path) => who.get(path)))
  for (const answer of answers) await answer.text()
  return answers.map(({ status }) => status)
}

test('a private feed is there for its maker, and for nobody else in any form', async () => {
  const { slug } = await makeFeed('private')
  for (const who of [stranger, other]) {
    for (const [at, status] of (await statuses(who, everywhere(slug))).entries())
      assert.equal(status, 404, everywhere(slug)[at])
  }
  const page = await owner.get(`/f/${slug}`)
  assert.deepEqual([page.status, page.headers.get('cache-control')], [200, 'private, no-store'])
  assert.match(await page.text(), /Feed private/)
  assert.equal((await owner.get(`/embed/f/${slug}`)).status, 404, 'an embed knows nobody')
  const oembed = `/oembed?url=${encodeURIComponent(`${server.url}/f/${slug}`)}`
  assert.equal((await stranger.get(oembed)).status, 404)
  const none = await (await stranger.get('/f/no-such-feed')).text()
  const same = (html: string) => html.replaceAll(/no-such-feed|[a-z0-9-]*private[a-z0-9-]*/g, '')
  assert.equal(same(await (await stranger.get(`/f/${slug}`)).text()).length > 0, true)
  assert.match(none, /There is no feed here/)
  assert.match(await (await stranger.get(`/f/${slug}`)).text(), /There is no feed here/)
})

test('a secret feed is there for whoever has its key, kept by nobody, and tells nobody the key', async () => {
  const { slug, key } = await makeFeed('secret')
  assert.match(key, /^[\w-]{22}$/)
  const paths = everywhere(slug)
  const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`
  for (const given of ['', 'x', wrong, `${key}x`, '\u0000', 'a'.repeat(5000)]) {
    const answers = await statuses(
      stranger,
      paths.map((path) => withKey(path, given)),
    )
    assert.deepEqual(
      answers,
      paths.map(() => 404),
      given.slice(0, 30),
    )
  }
  for (const path of paths) {
    // Twice: the first may have been kept.
    for (let time = 0; time < 2; time++) {
      const answer = await stranger.get(withKey(path, key))
      assert.equal(answer.status, 200, path)
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/, path)
      const text = await answer.text()
      assert.doesNotMatch(text, /rel="canonical"|og:url/, path)
      if (path.endsWith('/posts?after=0::0')) continue
      assert.equal(answer.headers.get('referrer-policy'), 'no-referrer', path)
      assert.equal(answer.headers.get('x-robots-tag'), 'noindex', path)
    }
    assert.equal((await statuses(stranger, [path]))[0], 404, `${path} after somebody had the key`)
  }
})

test('a new link ends the old one at once, and a feed that becomes private ends both', async () => {
  const { slug, key, share } = await makeFeed('secret')
  assert.deepEqual(await statuses(stranger, [withKey(`/f/${slug}`, key)]), [200])
  const renewed = await share({ op: 'renew' })
  assert.notEqual(renewed, key)
  const both = [withKey(`/embed/f/${slug}`, key), withKey(`/embed/f/${slug}`, renewed)]
  assert.deepEqual(await statuses(stranger, both), [404, 200])
  await share({ op: 'save', visibility: 'private' })
  assert.deepEqual(await statuses(stranger, both), [404, 404])
})

test('a public feed that becomes private is gone from what was kept of it', async () => {
  const { slug, share } = await makeFeed('public')
  assert.deepEqual(
    await statuses(stranger, everywhere(slug)),
    everywhere(slug).map(() => 200),
  )
  await share({ op: 'save', visibility: 'private' })
  assert.deepEqual(
    await statuses(stranger, everywhere(slug)),
    everywhere(slug).map(() => 404),
  )
})

test('nobody but its maker changes how it is shared', async () => {
  const { id, slug } = await makeFeed('private')
  const here = `/feeds/${id}/share`
  assert.equal((await other.get(here)).status, 404)
  assert.equal((await other.post(here, { op: 'save', visibility: 'public' })).status, 404)
  assert.equal((await stranger.get(here)).headers.get('location'), `/sign-in?next=${encodeURIComponent(here)}`)
  assert.equal((await stranger.post(here, { op: 'save', visibility: 'public' })).status, 303)
  assert.equal((await owner.post(here, { op: 'save', visibility: 'everybody' })).status, 422)
  assert.deepEqual(await statuses(stranger, [`/f/${slug}`]), [404])
  const page = await owner.get(here)
  assert.equal(page.headers.get('cache-control'), 'private, no-store')
  assert.match(await page.text(), /Only you/)
})

test('only public feeds that are published stand at the front door', async () => {
  const { id, share } = await makeFeed('public')
  assert.equal((await owner.post(`/feeds/${id}/publish`)).status, 303)
  const front = async () => (await stranger.get('/')).text()
  assert.match(await front(), /Feed public/)
  await share({ op: 'save', visibility: 'secret' })
  assert.doesNotMatch(await front(), /Feed public/)
})
