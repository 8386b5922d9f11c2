// What other software reads of us: RSS, Atom, JSON Feed, oEmbed, the tags in the head of a public page.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { type Scenario, send, signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const ines = network.account('ines')
const [, , , , rkey = ''] = network.posts.facets?.uri.split('/') ?? []
const facetsBy = network.posts.facets?.uri.split('/')[2] ?? ''
const page = `${server.url}/profile/${facetsBy}/post/${rkey}`
const [, , listBy = '', , listKey = ''] = network.lists['railway-people']?.uri.split('/') ?? []
const oembed = (url: string, more = '') => `/oembed?url=${encodeURIComponent(url)}${more}`

const documents: Scenario[] = [
  {
    name: 'RSS of a profile',
    path: '/profile/ines.test/rss.xml',
    status: 200,
    contains: [
      '<title>Inês Carvalho (@ines.test)</title>',
      '<content:encoded>',
      '<dc:creator>Inês Carvalho</dc:creator>',
      `<link>${server.url}/profile/ines.test/post/`,
    ],
    lacks: ['Nothing here yet'],
  },
  { name: 'Atom of a profile', path: '/profile/ines.test/atom.xml', status: 200, contains: ['<entry>', '<published>'] },
  { name: 'Atom by DID', path: `/profile/${ines.did}/atom.xml`, status: 200, contains: ['<entry>'] },
  {
    name: 'RSS of a hashtag',
    path: '/hashtag/NightTrains/rss.xml',
    status: 200,
    contains: ['<title>#NightTrains</title>'],
  },
  { name: 'RSS of a list', path: `/profile/${listBy}/lists/${listKey}/rss.xml`, status: 200, contains: ['<item>'] },
  {
    name: 'RSS of a search',
    path: '/search/rss.xml?q=from:ines.test',
    status: 200,
    contains: ['<title>Search: from:ines.test</title>', '<item>'],
  },
  { name: 'RSS of a search for nothing', path: '/search/rss.xml', status: 400 },
  { name: 'RSS of a search with a day that is none', path: '/search/rss.xml?q=since:yesterdayish', status: 400 },
  {
    name: 'a document nobody makes',
    path: '/profile/ines.test/rss.pdf',
    status: 404,
    contains: ['There is no page here'],
  },
  { name: 'RSS of nobody', path: '/profile/nobody.test/rss.xml', status: 404 },
  {
    name: 'RSS of somebody who shows posts to people who are signed in',
    path: '/profile/yael.test/rss.xml',
    status: 403,
  },
  { name: 'RSS of a feed that is not there', path: '/f/nothing/rss.xml', status: 404 },
  {
    name: 'oEmbed of a post',
    path: oembed(page),
    status: 200,
    contains: ['"type":"rich"', '<iframe src=', '/embed/profile/', '"width":600'],
    lacks: ['<script'],
  },
  { name: 'oEmbed as wide as asked for', path: oembed(page, '&maxwidth=320'), status: 200, contains: ['"width":320'] },
  {
    name: 'oEmbed of a profile',
    path: oembed(`${server.url}/profile/ines.test`, '&maxheight=300'),
    status: 200,
    contains: ['"type":"rich"', '/embed/profile/ines.test', '"height":300'],
  },
  {
    name: 'oEmbed of a list',
    path: oembed(`${server.url}/profile/${listBy}/lists/${listKey}`),
    status: 200,
    contains: ['"type":"rich"', `/embed/profile/${listBy}/lists/${listKey}`],
  },
  {
    name: 'oEmbed as XML',
    path: oembed(page, '&format=xml'),
    status: 200,
    contains: ['<oembed><version>1.0</version>'],
  },
  { name: 'oEmbed as something else', path: oembed(page, '&format=yaml'), status: 501 },
  { name: 'oEmbed of another site', path: oembed('https://evil.example/profile/ines.test'), status: 404 },
  { name: 'oEmbed of nothing', path: '/oembed', status: 400 },
  { name: 'oEmbed of what cannot be decoded', path: oembed(`${server.url}/profile/%E0%A4%A/post/x`), status: 404 },
  { name: 'oEmbed of somebody hidden', path: oembed(`${server.url}/profile/yael.test`), status: 403 },
  {
    name: 'a public profile names its feeds, its address and itself',
    path: '/profile/ines.test',
    status: 200,
    contains: [
      `<link rel="canonical" href="${server.url}/profile/${ines.did}">`,
      `type="application/rss+xml" href="${server.url}/profile/${ines.did}/rss.xml"`,
      '<meta property="og:type" content="profile">',
      '"@type":"ProfilePage"',
    ],
  },
  {
    name: 'a public post',
    path: `/profile/${facetsBy}/post/${rkey}`,
    status: 200,
    contains: [`<link rel="canonical" href="${page}">`, 'application/json+oembed', '"@type":"SocialMediaPosting"'],
  },
  {
    name: 'a profile that is not public says nothing',
    path: '/profile/yael.test',
    status: 403,
    lacks: ['og:', 'canonical', 'rss.xml', 'ld+json'],
  },
]
testScenarios(server, documents)

test('JSON Feed of a profile holds what she wrote, newest first', async () => {
  const answer = await send(server, { name: 'feed.json', path: '/profile/ines.test/feed.json' })
  assert.equal(answer.headers.get('content-type'), 'application/feed+json; charset=utf-8')
  const feed = (await answer.json()) as { items: { id: string; date_published: string; content_html: string }[] }
  assert.ok(feed.items.length > 5)
  assert.ok(feed.items.every(({ id }) => id.startsWith(`at://${ines.did}/app.bsky.feed.post/`)))
  const times = feed.items.map(({ date_published }) => date_published)
  assert.deepEqual(times, times.toSorted().reverse())
  assert.ok(feed.items.some(({ content_html }) => /<img src="http[^"]+" alt="[^"]+">/.test(content_html)))
})

test('what a reader has is not sent again', async () => {
  const path = '/profile/ines.test/rss.xml'
  const first = await send(server, { name: 'first', path })
  const tag = first.headers.get('etag') ?? ''
  assert.match(tag, /^W\/"/)
  const again = await send(server, { name: 'again', path, headers: { 'if-none-match': `"x", ${tag}` } })
  assert.deepEqual([again.status, await again.text()], [304, ''])
})

test('the page of somebody signed in names the feeds and nothing else', async () => {
  const cookie = await signIn(server, network.account('marit'))
  const html = await (await send(server, { name: 'profile', path: '/profile/ines.test', cookie })).text()
  assert.match(html, /application\/rss\+xml/)
  assert.doesNotMatch(html, /og:|canonical|ld\+json/)
})

test('the page of a list names its embed, and there is one', async () => {
  const html = await (await send(server, { name: 'list', path: `/profile/${listBy}/lists/${listKey}` })).text()
  const [, address = ''] = /type="application\/json\+oembed" href="([^"]+)"/.exec(html) ?? []
  const answer = await fetch(address.replaceAll('&#38;', '&').replaceAll('&amp;', '&'))
  const { html: frame } = (await answer.json()) as { html: string }
  const [, src = ''] = /<iframe src="([^"]+)"/.exec(frame) ?? []
  assert.equal((await fetch(src)).status, 200)
})
