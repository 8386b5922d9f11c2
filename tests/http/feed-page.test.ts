// The public page of a feed over HTTP: the same for everybody, cacheable, framable, and nothing else is.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const owner = await signInAs(server, await network.createAccount(`pageowner-${tag}`))
const fields = { title: 'Tide & <b>moon</b>', hashtags: `tide${tag}`, description: '<script>alert(1)</script>' }
const made = await owner.post('/feeds/new', fields, { accept: 'application/json' })
const { slug } = (await made.json()) as { slug: string }

test('is the same for everybody, and is not sent again when nothing has changed', async () => {
  const stranger = createPerson(server)
  for (const path of [`/f/${slug}`, `/embed/f/${slug}`]) {
    const [one, other] = [await owner.get(path), await stranger.get(path)]
    // A minute may pass between the two: the tag says so.
    if (one.headers.get('etag') === other.headers.get('etag')) assert.equal(await one.text(), await other.text())
    assert.match(other.headers.get('cache-control') ?? '', /^public/)
    assert.equal(other.headers.get('set-cookie'), null)
    const tag = (await stranger.get(path)).headers.get('etag') ?? ''
    const again = await stranger.get(path, { 'if-none-match': tag })
    assert.ok(again.status === 304 || again.headers.get('etag') !== tag, path)
  }
})

test('is not sent again to feed readers either, by tag or by time', async () => {
  const reader = createPerson(server)
  for (const path of ['rss.xml', 'atom.xml', 'feed.json'].map((file) => `/f/${slug}/${file}`)) {
    const { headers } = await reader.get(path)
    const [tag, modified] = [headers.get('etag') ?? '', headers.get('last-modified') ?? '']
    const ask = async (conditions: Record<string, string>) => {
      const again = await reader.get(path, conditions)
      return again.headers.get('etag') === tag ? again.status : 'changed'
    }
    assert.ok([304, 'changed'].includes(await ask({ 'if-none-match': tag })), path)
    assert.ok([304, 'changed'].includes(await ask({ 'if-modified-since': modified })), path)
    assert.ok([200, 'changed'].includes(await ask({ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })), path)
  }
})

test('says the same to everybody when there is no such feed', async () => {
  const [one, other] = [await owner.get('/f/no-such-feed'), await createPerson(server).get('/f/no-such-feed')]
  assert.equal(one.status, 404)
  assert.equal(await one.text(), await other.text())
})

test('may stand in a frame, and nothing else may', async () => {
  const stranger = createPerson(server)
  for (const path of [`/f/${slug}`, `/embed/f/${slug}`]) {
    const { headers } = await stranger.get(path)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors \*/)
    assert.equal(headers.get('x-frame-options'), null)
    // A frame without an origin looks for what is new; it has no cookie to show.
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('access-control-allow-credentials'), null)
  }
  for (const path of ['/', '/feeds', '/sign-in', '/feeds/new']) {
    const { headers } = await owner.get(path)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
    assert.equal(headers.get('access-control-allow-origin'), null, path)
  }
})

testScenarios(server, [
  {
    name: 'what somebody wrote is text',
    path: `/f/${slug}`,
    status: 200,
    contains: ['Tide &amp; &lt;b&gt;moon', '&lt;script&gt;alert(1)'],
    // In an attribute, such as a description for programs, a bare `<` is text.
    lacks: ['>Tide &amp; <b>moon', '>Tide & <b>moon', '><script>alert'],
  },
  { name: 'no such feed', path: '/f/nothing-here', status: 404 },
  { name: 'no slug at all', path: '/f/..%2f..%2fetc', status: 404 },
  { name: 'no such page', path: `/f/${slug}?before=1`, status: 400 },
  {
    name: 'an unknown theme is none',
    path: `/embed/f/${slug}?theme=%22%3E`,
    status: 200,
    lacks: ['<html lang="en" data-theme'],
  },
  {
    name: 'a forced theme',
    path: `/embed/f/${slug}?theme=dark`,
    status: 200,
    contains: ['data-theme="dark"'],
    lacks: ['type="module"'],
  },
  {
    name: 'where the embed was before',
    path: `/f/${slug}/embed?theme=dark`,
    status: 308,
    location: `/embed/f/${slug}?theme=dark`,
  },
  { name: 'newer posts from nowhere', path: `/f/${slug}/posts`, status: 400 },
  {
    name: 'newer posts',
    path: `/f/${slug}/posts?after=0::0`,
    status: 200,
    contains: ['<ol class="posts"'],
    lacks: ['<html', '<head'],
  },
  {
    name: 'the number of newer posts',
    path: `/f/${slug}/posts?after=0::0`,
    headers: { accept: 'application/json' },
    status: 200,
    contains: ['{"count":0}'],
  },
  {
    name: 'the workshop is for those signed in',
    path: '/feeds/new',
    status: 303,
    location: '/sign-in?next=%2Ffeeds%2Fnew',
  },
  { name: 'and says so to programs', path: '/feeds/new', headers: { accept: 'application/json' }, status: 401 },
])
