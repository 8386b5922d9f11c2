// What people write, as real records on the network, and what the page makes of it: facets, tags, emoji, languages,
// directions, times, marks.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { send } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const account = await network.createAccount(`text-${randomBytes(3).toString('hex')}`)
const agent = new AtpAgent({ service: network.pdsUrl })
await agent.login({ identifier: account.handle, password: account.password })
const tower = '\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'

const span = (byteStart: number, byteEnd: number, ...features: object[]) => ({
  index: { byteStart, byteEnd },
  features,
})
const link = (uri: string) => ({ $type: 'app.bsky.richtext.facet#link', uri })
const tag = (value: string) => ({ $type: 'app.bsky.richtext.facet#tag', tag: value })
const mention = (did: string) => ({ $type: 'app.bsky.richtext.facet#mention', did })
/** A facet over `part` of `text`, counted in bytes. */
function over(text: string, part: string, ...features: object[]) {
  const start = Buffer.byteLength(text.slice(0, text.indexOf(part)))
  return span(start, start + Buffer.byteLength(part), ...features)
}

type Row = {
  name: string
  text: string
  facets?: object[]
  rest?: object
  body?: string | RegExp
  page?: RegExp[]
  lacks?: RegExp[]
}
const wide = '👩‍👩‍👧 שלום @ana und #Grüße, https://example.net/a'
const short = 'é is two bytes long'
const rows: Row[] = [
  {
    name: 'facets are cut by bytes',
    text: wide,
    facets: [
      over(wide, '@ana', mention(account.did)),
      over(wide, '#Grüße', tag('Grüße')),
      over(wide, 'https://example.net/a', link('https://example.net/a')),
    ],
    body: `👩‍👩‍👧 שלום <a href="/profile/${account.did}">@ana</a> und <a href="/hashtag/Gr%C3%BC%C3%9Fe">#Grüße</a>, <a href="https://example.net/a" rel="nofollow ugc">https://example.net/a</a>`,
  },
  {
    name: 'of two facets that overlap the first stands',
    text: short,
    facets: [span(6, 12, tag('late')), span(3, 9, tag('early'))],
    body: 'é <a href="/hashtag/early">is two</a> bytes long',
  },
  { name: 'a facet beyond the end is dropped', text: short, facets: [span(0, 999, tag('x'))], body: short },
  { name: 'an empty facet is dropped', text: short, facets: [span(3, 3, tag('x'))], body: short },
  { name: 'a facet that runs backwards is dropped', text: short, facets: [span(9, 3, tag('x'))], body: short },
  { name: 'a facet inside a character is dropped', text: short, facets: [span(1, 5, tag('x'))], body: short },
  { name: 'an unknown feature is text', text: short, facets: [span(3, 5, { $type: 'net.example.bold' })], body: short },
  ...['javascript:alert(1)', 'data:text/html,x', 'ftp://example.net/x', 'mailto:a@example.net'].map((uri) => ({
    name: `a link to ${uri} is text`,
    text: short,
    facets: [span(3, 5, link(uri))],
    body: short,
  })),
  {
    name: 'a link whose text names another host says where it leads',
    text: 'see bank.example now',
    facets: [span(4, 16, link('https://evil.example/x'))],
    body: 'see <a href="https://evil.example/x" rel="nofollow ugc">bank.example</a><small class="host"> (evil.example)</small> now',
  },
  {
    name: 'markup is text',
    text: '<img src=x onerror=alert(1)> &amp; "quotes"',
    body: /&lt;img src=x onerror=alert\(1\)(>|&gt;) &amp;amp; (&quot;|"|&#34;)quotes/,
  },
  { name: 'emoji alone are large', text: '🚂🌙 👍🏽', page: [/class="body big"/] },
  { name: 'emoji in a sentence are not', text: 'a 🚂', page: [/class="body"/], lacks: [/class="body big"/] },
  {
    name: 'tags beside the text are links',
    text: 'nothing to see #sea',
    facets: [span(15, 19, tag('sea'))],
    rest: { tags: ['sea', 'night trains', 'Nattog', 'x"y'] },
    page: [/<a href="\/hashtag\/Nattog"><bdi>#Nattog<\/bdi><\/a>/, /href="\/hashtag\/x%22y"/],
    lacks: [/night%20trains/, /<bdi>#sea/],
  },
  {
    name: 'the language is told',
    text: 'Høyvann',
    rest: { langs: ['nb', 'en'] },
    page: [/<div class="body" lang="nb" dir="auto">/, /Norwegian Bokmål/],
  },
  { name: 'direction is found by the text', text: 'שלום עולם', page: [/<div class="body" dir="auto">שלום/] },
  { name: 'towers of marks are cut', text: `z${tower}algo`, body: `z${tower.slice(0, 4)}algo` },
  { name: 'control characters and heaps of lines go', text: 'a\u0007b\n\n\n\n\n\nc', body: 'ab\n\nc' },
  {
    name: 'a time in the future is the time it was seen, in full and for machines',
    text: 'from the future',
    rest: { createdAt: '2199-01-01T00:00:00.000Z' },
    page: [/<time datetime="20\d\d-\d\d-\d\dT[\d:.]+Z"[^>]*>\d{1,2} \w+ 20\d\d at \d\d:\d\d UTC<\/time>/],
    lacks: [/\b2199\b/],
  },
]

const createdAt = new Date(Date.now() - 3 * 3_600_000).toISOString()
const uris: string[] = []
for (const { text, facets, rest } of rows) {
  const record = { $type: 'app.bsky.feed.post', text, createdAt, ...(facets ? { facets } : {}), ...rest }
  const repo = account.did
  const { data } = await agent.com.atproto.repo.createRecord({
    repo,
    collection: 'app.bsky.feed.post',
    record,
    validate: false,
  })
  uris.push(data.uri)
}
await agent.com.atproto.repo.putRecord({
  ...{ repo: account.did, collection: 'app.bsky.actor.profile', rkey: 'self', validate: false },
  record: { $type: 'app.bsky.actor.profile', displayName: `Z${tower}oë \u202e<b>\u202c` },
})
const name = `Z${tower.slice(0, 4)}oë`
await waitFor('the AppView has what was written', async () => {
  for (let at = 0; at < uris.length; at += 25) {
    const { data } = await agent.app.bsky.feed.getPosts({ uris: uris.slice(at, at + 25) })
    if (data.posts.length < Math.min(25, uris.length - at)) return false
    if (!data.posts.every(({ author }) => author.displayName)) return false
  }
  return true
})

for (const [at, row] of rows.entries()) {
  test(row.name, async () => {
    const path = `/profile/${account.did}/post/${uris[at]?.split('/').at(-1)}`
    const html = await (await send(server, { name: path, path })).text()
    const [article = ''] = /<article class="focus".*?<\/article>/s.exec(html) ?? []
    const [, body] = /<div class="body[^>]*>(.*?)<\/div>/s.exec(article) ?? []
    if (typeof row.body === 'string') assert.equal(body?.trim(), row.body)
    else if (row.body) assert.match(body ?? '', row.body)
    for (const part of row.page ?? []) assert.match(article, part)
    for (const part of row.lacks ?? []) assert.doesNotMatch(article, part)
  })
}

test('in a list: names are isolated and tame, times relative with the exact one beside, everything a link', async () => {
  const path = `/profile/${account.did}`
  const html = await (await send(server, { name: path, path })).text()
  const cards = html.match(/<article class="post".*?<\/article>/gs) ?? []
  assert.ok(cards.length >= 20, `${cards.length} cards`)
  for (const card of cards) {
    const [, shown = ''] = /<a class="name"[^>]*><bdi>(.*?)<\/bdi>/s.exec(card) ?? []
    assert.ok(shown.startsWith(name), shown)
    assert.doesNotMatch(card, /[\u202a-\u202e]/)
    const [, href, datetime, title] =
      /<a class="when" href="([^"]+)"><time datetime="([^"]+)" title="([^"]+)">(now|\d+ min|\d+ h|yesterday)<\/time><\/a>/.exec(
        card,
      ) ?? []
    assert.equal(href, `/profile/${account.handle}/post/${/id="post-([^"]+)"/.exec(card)?.[1]}`)
    assert.ok(Date.parse(datetime ?? '') > 0)
    assert.match(title ?? '', /^\d{1,2} \w+ 20\d\d at \d\d:\d\d UTC$/)
    assert.doesNotMatch(card, /<a(?![^>]* href=)[ >]|onclick|href="#"|href="javascript/)
  }
})
