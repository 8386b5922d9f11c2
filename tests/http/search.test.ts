// Searching over HTTP: what each page answers, what is saved, and what is forgotten.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'
import { signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const word = `zeppelin${randomBytes(4).toString('hex')}`
const author = await network.createAccount(`airship-${randomBytes(2).toString('hex')}`)
const reader = await network.createAccount(`reader-${randomBytes(2).toString('hex')}`)
const agent = new AtpAgent({ service: network.pdsUrl })
await agent.login({ identifier: author.handle, password: author.password })
const cookie = await signIn(server, reader)
const search = (q: string, more: Record<string, string> = {}) => `/search?${new URLSearchParams({ q, ...more })}`
const stranger = createPerson(server)

await agent.post({ text: `${word} over the harbour`, langs: ['en'], createdAt: '2021-05-01T12:00:00.000Z' })
const second = await agent.post({
  text: `${word} above the tide #${word}`,
  langs: ['pt'],
  facets: [
    {
      index: { byteStart: 0, byteEnd: 5 },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri: `https://${word}.example.com/a` }],
    },
    { index: { byteStart: 6, byteEnd: 9 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: word }] },
    {
      index: { byteStart: 10, byteEnd: 13 },
      features: [{ $type: 'app.bsky.richtext.facet#mention', did: reader.did }],
    },
  ],
})
for (const q of [`${word} harbour`, `${word} tide`]) {
  await waitFor(`posts with ${q}`, async () => (await (await stranger.get(search(q))).text()).includes('<article'))
}

const both = ['over the harbour', 'above the tide']
const [first, later] = both
/** Which of the two posts a search finds. */
const finds: [q: string, found: string[]][] = [
  [word, both],
  [word.toUpperCase(), both],
  [`"${word} over"`, [first ?? '']],
  [`${word} -harbour`, [later ?? '']],
  [`${word} from:${author.handle}`, both],
  [`${word} from:${author.did}`, both],
  [`${word} from:me`, []],
  [`${word} from:${reader.handle}`, []],
  [`${word} -from:${author.handle}`, []],
  [`${word} mentions:me`, [later ?? '']],
  [`to:${reader.handle}`, [later ?? '']],
  [`${word} lang:pt`, [later ?? '']],
  [`${word} -lang:pt`, [first ?? '']],
  [`#${word}`, [later ?? '']],
  [`domain:${word}.example.com`, [later ?? '']],
  [`url:${word}.example.com/a`, [later ?? '']],
  [`${word} until:2021-06-01`, [first ?? '']],
  [`${word} until:2021-04-01`, []],
  [`${word} since:2022-01-01 lang:pt`, [later ?? '']],
  [`${word} replies:none`, both],
  [`${word} replies:only`, []],
  [`${word} media:true`, []],
  [`${word} following:true`, []],
  [`${word} thread:https://bsky.app/profile/${author.handle}/post/${second.uri.split('/').at(-1)}`, [later ?? '']],
]

testScenarios(server, [
  ...finds.map(([q, found]) => ({
    name: `finds ${found.length} with ${q.replaceAll(word, 'word').replaceAll(author.did, 'did')}`,
    path: search(q),
    cookie,
    status: 200,
    contains: found.length > 0 ? found : ['No posts found'],
    lacks: both.filter((text) => !found.includes(text)),
  })),
  {
    name: 'the page itself',
    path: '/search',
    status: 200,
    contains: ['How to search', 'More filters', 'name="q"'],
    lacks: ['Recent searches'],
  },
  { name: 'the rail leads there', path: '/profile/ines.test', status: 200, contains: ['href="/search"'] },
  {
    name: 'the newest',
    path: search(word, { tab: 'latest' }),
    status: 200,
    contains: [/above the tide[\s\S]*over the harbour/],
  },
  {
    name: 'filters in fields',
    path: `/search?q=${word}&author=%40${author.handle}&lang=pt&since=&tab=latest`,
    status: 303,
    location: `/search?${new URLSearchParams({ q: `${word} from:${author.handle} lang:pt`, tab: 'latest' })}`,
  },
  {
    name: 'an address of bsky.app',
    path: `/search?q=${word}&excludeAuthor=${author.handle}&replies=none`,
    status: 303,
    location: search(`${word} -from:${author.handle} replies:none`),
  },
  {
    name: 'no day',
    path: search(`${word} since:yesterday`),
    status: 400,
    contains: ['That is no date', 'value="yesterday"', 'aria-invalid="true"', '<details class="disclose inset" open'],
    lacks: ['<article'],
  },
  {
    name: 'no day in a field',
    path: `/search?q=${word}&until=2026-02-31`,
    status: 400,
    contains: ['That is no date', 'value="2026-02-31"', `value="${word}"`],
  },
  {
    name: 'nobody mentioned',
    path: search(`mentions:nobody-${word}.test`),
    status: 400,
    contains: ['Nobody is called'],
  },
  { name: 'me, signed out', path: search('from:me'), status: 400, contains: ['Only somebody signed in is “me”'] },
  {
    name: 'whom I follow, signed out',
    path: search('following:true'),
    status: 400,
    contains: ['Only somebody signed in follows'],
  },
  { name: 'markup', path: search('<script>alert(1)</script> "'), status: 200, lacks: ['><script>alert'] },
  { name: 'a cursor that is none', path: search(word, { cursor: '9~x' }), status: 200, contains: both },
  {
    name: 'people',
    path: search('ines', { tab: 'user' }),
    status: 200,
    contains: ['Inês Carvalho', 'href="/profile/ines.test"'],
    lacks: ['More filters'],
  },
  {
    name: 'people, as bsky.app also calls it',
    path: search('wren', { tab: 'profile' }),
    status: 200,
    contains: ['Wren Abernathy'],
  },
  {
    name: 'people by a filter',
    path: search('from:ines.test', { tab: 'user' }),
    status: 200,
    contains: ['Inês Carvalho'],
  },
  { name: 'people, and no name', path: search('lang:pt', { tab: 'user' }), status: 200, contains: ['Write a name'] },
  { name: 'nobody', path: search(`nobody-${word}`, { tab: 'user' }), status: 200, contains: ['Nobody found'] },
  { name: 'no feeds', path: search(word, { tab: 'feed' }), status: 200, contains: ['No feeds found'] },
  {
    name: 'people as one types',
    path: '/search/people?q=%40ines',
    status: 200,
    contains: [/^<li[^>]*role="option"/, 'data-href="/profile/ines.test"'],
    lacks: ['<html'],
  },
  { name: 'nothing typed', path: '/search/people?q=', status: 200, contains: [/^\s*$/] },
  {
    name: 'a hashtag, the best first',
    path: `/hashtag/${word}`,
    status: 200,
    contains: ['above the tide', `href="/hashtag/${word}" aria-current="page"`, `href="/hashtag/${word}?tab=latest"`],
  },
  {
    name: 'a hashtag, the newest first',
    path: `/hashtag/${word}?tab=latest`,
    status: 200,
    contains: ['above the tide', `href="/hashtag/${word}?tab=latest" aria-current="page"`],
  },
  {
    name: 'a hashtag by somebody',
    path: `/hashtag/${word}?author=${author.handle}`,
    status: 200,
    contains: ['above the tide', `by <a href="/profile/${author.handle}"`],
  },
  {
    name: 'a hashtag by somebody else',
    path: `/hashtag/${word}?author=ines.test`,
    status: 200,
    contains: ['No posts with this hashtag'],
  },
  { name: 'a hashtag by nobody', path: `/hashtag/${word}?author=%3Cb%3E`, status: 404 },
  { name: 'saved searches, signed out', path: '/searches/1', status: 303, location: '/sign-in?next=%2Fsearches%2F1' },
  {
    name: 'saving, signed out',
    path: '/searches',
    body: { query: 'a b', name: 'Kept' },
    status: 401,
    contains: ['value="Kept"', '/sign-in?next='],
  },
  {
    name: 'forgetting, signed out',
    path: '/search/recent',
    body: { all: '1' },
    status: 303,
    location: '/sign-in?next=%2Fsearch',
  },
  { name: 'a search that nobody saved', path: '/searches/999999', cookie, status: 404 },
  { name: 'a search with no number', path: '/searches/x', cookie, status: 404 },
])

test('offers feed readers what works for them', async () => {
  const person = await signInAs(server, reader)
  const offers = async (path: string) => (await (await person.get(path)).text()).includes('/rss.xml')
  assert.deepEqual(
    await Promise.all(
      [search(word), `/hashtag/${word}`, search(`${word} from:me`), search(word, { tab: 'user' })].map(offers),
    ),
    [true, true, false, false],
  )
})

test('saves a search, follows it, changes it and lets it go', async () => {
  const person = await signInAs(server, await network.createAccount(`saver-${randomBytes(2).toString('hex')}`))
  const other = await signInAs(server, reader)
  const read = async (path: string) => (await person.get(path)).text()
  assert.match(await read(search(word)), /Save this search/)
  const saved = await person.post('/searches', { query: `${word}  from:@${author.handle}`, name: 'Air <b>ships' })
  const href = saved.headers.get('location') ?? ''
  assert.match(href, /^\/searches\/\d+$/)
  const page = await read(href)
  assert.match(page, /above the tide[\s\S]*over the harbour/)
  assert.match(page, /aria-current="page"[^>]*>\s*<bdi>Air &lt;b&gt;ships/)
  for (const path of ['/search', '/'])
    assert.match(await read(path), new RegExp(`href="${href}"[^]*?Air &lt;b&gt;ships`), path)
  assert.equal((await other.get(href)).status, 404)
  assert.equal((await other.post(href, { op: 'remove' })).status, 404)
  const changed = await person.post(href, { op: 'save', name: '', query: `#${word}` }, { accept: 'application/json' })
  assert.deepEqual(await changed.json(), { href })
  assert.match(await read(href), /above the tide/)
  assert.doesNotMatch(await read(href), /over the harbour/)
  for (const [query, words] of [
    ['', /Write what to search for/],
    ['since:x "<tide"', /no date[\s\S]*value="since:x (?:&quot;|&#34;)<tide/],
  ] as const) {
    for (const path of ['/searches', href]) {
      const refused = await person.post(path, { op: 'save', query, name: 'Air <b>ships' })
      assert.equal(refused.status, 422)
      const form = await refused.text()
      assert.match(form, words)
      assert.match(form, /value="Air <b>ships"/)
      assert.match(form, new RegExp(`<form[^>]*action="${path}"`))
      const told = await person.post(path, { op: 'save', query }, { accept: 'application/json' })
      assert.deepEqual([told.status, Object.keys(await told.json())], [422, ['error']])
    }
  }
  assert.match(await read(href), /above the tide/, 'nothing was changed')
  const tabs = { path: href, field: 'query' }
  const op = 'save'
  const answers = await saveInTwoTabs(person, tabs, [
    { op, name: 'Ships' },
    { op, query: `${word} above` },
  ])
  for (const { status } of answers) assert.equal(status, 303)
  assert.match(await read(href), new RegExp(`value="Ships"[^]*value="${word} above"`))
  const [, third] = await saveInTwoTabs(person, tabs, [
    { op, name: 'Barges' },
    { op, name: 'Boats' },
  ])
  assert.equal(third.status, 409)
  assert.match(await third.text(), /changed somewhere else meanwhile.*value="Boats"/s)
  assert.equal((await person.post(href, { op: 'remove' })).headers.get('location'), '/search')
  assert.equal((await person.get(href)).status, 404)
  assert.doesNotMatch(await read('/'), new RegExp(href))
})

test('leaves out people whom the reader mutes or blocks', async () => {
  const account = await network.createAccount(`picky-${randomBytes(2).toString('hex')}`)
  const person = await signInAs(server, account)
  const own = new AtpAgent({ service: network.pdsUrl })
  await own.login({ identifier: account.handle, password: account.password })
  const proxied = { headers: { 'atproto-proxy': `${network.appviewDid}#bsky_appview` } }
  const shows = async (path: string, text: string) => (await (await person.get(path)).text()).includes(text)
  assert.ok(await shows(search(word), 'over the harbour'))
  await own.app.bsky.graph.muteActor({ actor: author.did }, { ...proxied, encoding: 'application/json' })
  await waitFor('the mute', async () => !(await shows(search(word), 'over the harbour')))
  const name = author.handle.split('.')[0] ?? ''
  await waitFor(
    'the mute among people',
    async () => !(await shows(search(name, { tab: 'user' }), `href="/profile/${author.handle}"`)),
  )
  assert.ok(await shows(search(author.handle, { tab: 'user' }), `href="/profile/${author.handle}"`))
  await own.app.bsky.graph.unmuteActor({ actor: author.did }, { ...proxied, encoding: 'application/json' })
  await waitFor('the end of the mute', () => shows(search(word), 'over the harbour'))
  await own.app.bsky.graph.block.create(
    { repo: own.assertDid },
    { subject: author.did, createdAt: new Date().toISOString() },
  )
  await waitFor('the block', async () => !(await shows(search(word), 'over the harbour')))
})
