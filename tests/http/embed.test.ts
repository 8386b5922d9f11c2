// Embeds over HTTP: small, of one piece, from this box alone, the same for everybody, made once.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { startCountingProxy } from '../counting-proxy.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const proxy = await startCountingProxy(network.appviewUrl)
after(proxy.close)
const server = await startServer(network, { settings: { APPVIEW_URL: proxy.url } })
after(server.close)
const stranger = createPerson(server)
const [, , postBy = '', , postKey = ''] = network.posts.facets?.uri.split('/') ?? []
const [, , listBy = '', , listKey = ''] = network.lists['railway-people']?.uri.split('/') ?? []
const profile = '/embed/profile/ines.test'
const embeds = [
  `${profile}?limit=30`,
  `/embed/profile/${listBy}/lists/${listKey}?limit=30`,
  `/embed/profile/${postBy}/post/${postKey}`,
]

for (const path of embeds) {
  test(`${path}: one piece, no cookie, nothing from elsewhere`, async () => {
    const someone = await signInAs(server, network.account('marit'))
    const answer = await stranger.get(path)
    const text = await answer.text()
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.equal(answer.headers.get('x-frame-options'), null)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.match(policy, /frame-ancestors \*/)
    assert.match(policy, /img-src 'self' data:;/)
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? ''
    const digest = createHash('sha256').update(style).digest('base64')
    assert.ok(policy.includes(`style-src 'sha256-${digest}'`), policy)
    for (const [, address] of text.matchAll(
      /<(?:img|script|video|source|link|iframe)\b[^>]*?\s(?:src|poster|srcset)="([^"]*)"/g,
    )) {
      assert.match(address ?? '', /^\/(?!\/)/)
    }
    assert.doesNotMatch(text, /<link\b|url\(|@import/)
    assert.equal(await (await someone.get(path)).text(), text, 'the same for somebody signed in')
    const bytes = gzipSync(text).length
    assert.ok(bytes <= 12_000, `${bytes} bytes`)
  })
}

testScenarios(server, [
  {
    name: 'as it was asked to look',
    path: `${profile}?theme=dark&lang=de&limit=2&accent=%23ff0000`,
    status: 200,
    contains: ['<html lang="de" data-theme="dark">', 'Öffnen', '--hue:29;--tint:1'],
  },
  {
    name: 'hostile options fall back',
    path: `${profile}?theme=%22%3E%3Cscript%3E&lang=%22x&limit=1e9&accent=red%3B%7D&media=%3C`,
    status: 200,
    contains: ['<html lang="en">', '--hue:242;--tint:1'],
    lacks: ['<script>', 'red;'],
  },
  {
    name: 'pictures named by a link',
    path: `${profile}?media=0`,
    status: 200,
    contains: ['picture'],
    lacks: ['/thumb/'],
  },
  { name: 'somebody for those signed in only', path: '/embed/profile/yael.test', status: 403, lacks: ['<article'] },
  { name: 'nobody', path: '/embed/profile/nobody.test', status: 404 },
  { name: 'no list', path: '/embed/profile/ines.test/lists/nothing', status: 404 },
  { name: 'no post', path: '/embed/profile/ines.test/post/nothing', status: 404 },
  { name: 'no feed', path: '/embed/f/nothing', status: 404 },
  { name: 'no such embed', path: '/embed/x', status: 404 },
  { name: 'the maker', path: '/embed', status: 200, contains: ['Make the code'], lacks: ['<iframe'] },
  {
    name: 'the code and a look at it',
    path: `/embed?url=${encodeURIComponent('https://bsky.app/profile/ines.test')}&limit=5&theme=dark&width=480`,
    status: 200,
    contains: ['&lt;iframe src=', '<iframe src="/embed/profile/ines.test?theme=dark', 'width="480"'],
    lacks: ['MessageChannel'],
  },
  {
    name: 'nothing to embed',
    path: '/embed?url=https%3A%2F%2Fevil.example%2Ff%2Fx',
    status: 422,
    contains: ['There is nothing to embed'],
    lacks: ['<iframe'],
  },
  {
    name: 'somebody hidden cannot be made into one',
    path: '/embed?url=/profile/yael.test',
    status: 422,
    lacks: ['<iframe'],
  },
])

test('only embeds and previews stand in frames', async () => {
  for (const path of ['/embed', '/embed?url=/profile/ines.test', '/profile/ines.test']) {
    const { headers } = await stranger.get(path)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
    assert.equal(headers.get('x-frame-options'), 'DENY', path)
  }
})

test('a hundred requests ask the network what one asks', async () => {
  const path = '/embed/profile/lena.test?limit=5'
  const before = proxy.asked.length
  await (await stranger.get(path)).text()
  const once = proxy.asked.length - before
  assert.ok(once > 0)
  const began = Date.now()
  await Promise.all(Array.from({ length: 50 }, async () => (await stranger.get(path)).text()))
  for (let i = 0; i < 50; i++) await (await stranger.get(`${path}&id=${i}`)).text()
  // After 20 s it is made anew, once.
  const rounds = Math.ceil((Date.now() - began) / 20_000)
  assert.ok(proxy.asked.length - before <= once * (1 + rounds), proxy.asked.slice(before).join(' '))
})

for (const path of [
  profile,
  '/profile/ines.test/rss.xml',
  '/profile/ines.test/atom.xml',
  '/profile/ines.test/feed.json',
]) {
  test(`what somebody has of ${path} is not sent again`, async () => {
    const first = await stranger.get(path)
    await first.text()
    const etag = first.headers.get('etag') ?? ''
    const modified = first.headers.get('last-modified') ?? ''
    assert.match(etag, /^W\/"/)
    assert.ok(!Number.isNaN(Date.parse(modified)))
    assert.match(first.headers.get('cache-control') ?? '', /^public, max-age=10, stale-while-revalidate/)
    const conditions: [Record<string, string>, number][] = [
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': `"x", ${etag.replace('W/', '')}` }, 304],
      [{ 'if-none-match': '"x"' }, 200],
      [{ 'if-none-match': '"x"', 'if-modified-since': modified }, 200],
      [{ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 200],
      [{ 'if-modified-since': 'no date' }, 200],
    ]
    for (const [headers, status] of conditions) {
      const again = await stranger.get(path, headers)
      await again.text()
      // A minute may turn between the two, and times on the page with it: then the tag is another one.
      const isSame = again.headers.get('etag') === etag
      if (isSame) assert.equal(again.status, status, JSON.stringify(headers))
    }
  })
}
