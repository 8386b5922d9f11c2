// The builder as plain forms: nothing that was typed is lost, and nobody else can look or change.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import sharp from 'sharp'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const tag = randomBytes(2).toString('hex')
let server: TestServer
let owner: Person
let stranger: Person
let handle: string
let did: string
let password: string

before(async () => {
  server = await startServer(network)
  const account = await network.createAccount(`builder-${tag}`)
  handle = account.handle
  did = account.did
  password = account.password
  owner = await signInAs(server, account)
  stranger = await signInAs(server, await network.createAccount(`builder-other-${tag}`))
})
after(() => server?.close())

const json = { accept: 'application/json' }
const typed = {
  title: `Night “trains” & <b>`,
  description: 'Sleepers',
  'sources.0.type': 'hashtags',
  'sources.0.tags': 'nachtzug 夜行列車',
  'sources.1.type': 'search',
  'sources.1.query': 'sleeper "night train"',
  root: 'all',
  'filters.0.type': 'any',
  'filters.0.of.0.type': 'keywords',
  'filters.0.of.0.words': 'sleeper\nbunk',
  'filters.0.of.0.mode': 'none',
  'filters.0.of.1.type': 'length',
  'filters.0.of.1.atLeast': '12',
  'filters.1.type': 'seen',
  'filters.1.mode': 'none',
  'order.by': 'hot',
  'order.likes': '3',
  'perAuthor.atMost': '2',
  'perAuthor.withinHours': '24',
}

/** The names and values of the fields of the form, as a browser would send them. */
function fieldsOf(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('id="build"'))
  const fields: Record<string, string> = {}
  for (const [, name = '', value = ''] of form.matchAll(
    /<input(?=[^>]*\bname="([^"]+)")(?![^>]*type="checkbox")(?=[^>]*\bvalue="([^"]*)")/g,
  )) {
    fields[name] = value
  }
  for (const [, name = '', text = ''] of form.matchAll(/<textarea[^>]*\bname="([^"]+)"[^>]*>([^<]*)</g))
    fields[name] = text
  for (const [, name = '', options = ''] of form.matchAll(/<select[^>]*\bname="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
    fields[name] =
      /<option value="([^"]*)"[^>]*\bselected/.exec(options)?.[1] ?? /<option value="([^"]*)"/.exec(options)?.[1] ?? ''
  }
  const decode = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#34;', '"')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, decode(value)]))
}

const press = async (fields: Record<string, string>, what: string, more: Record<string, string> = {}) => {
  const answer = await owner.post('/feeds/build', { ...fields, ...more, do: what })
  assert.equal(answer.status, 200)
  return fieldsOf(await answer.text())
}

test('whatever is pressed, what was typed comes back', async () => {
  let fields = await press(typed, 'preview')
  assert.partialDeepStrictEqual(fields, typed)
  fields = await press(fields, 'add:filters.0.of', { 'kind.filters.0.of': 'links' })
  assert.partialDeepStrictEqual(fields, { ...typed, 'filters.0.of.2.type': 'links', 'filters.0.of.2.present': 'true' })
  fields = await press(fields, 'up:filters.0.of.2')
  assert.equal(fields['filters.0.of.1.type'], 'links')
  assert.equal(fields['filters.0.of.2.atLeast'], '12')
  fields = await press(fields, 'remove:filters.0.of.1')
  assert.partialDeepStrictEqual(fields, typed)
  fields = await press(fields, 'remove:filters.0')
  assert.equal(fields['filters.0.type'], 'seen')
  fields = await press(fields, 'undo')
  assert.partialDeepStrictEqual(fields, typed)
})

test('what the simple form says is gone on with', async () => {
  const simple = { title: 'Simple', hashtags: '#one two', keywords: 'a, b', withoutReplies: 'on' }
  const fields = await press(simple, 'form')
  assert.partialDeepStrictEqual(fields, { title: 'Simple', 'sources.0.type': 'network', root: 'all' })
  assert.equal(fields['filters.0.of.1.words'], 'a\nb')
})

test('a feed is made of it, opened again as it was, and changed', async () => {
  const made = await owner.post('/feeds/build', { ...typed, title: 'Sleepers', do: 'save' }, json)
  assert.equal(made.status, 201)
  const { id } = (await made.json()) as { id: number }
  const page = await (await owner.get(`/feeds/build?feed=${id}`)).text()
  const fields = fieldsOf(page)
  assert.partialDeepStrictEqual(fields, { ...typed, title: 'Sleepers', feed: String(id) })
  const saved = await owner.post('/feeds/build', { ...fields, title: 'Bunks', do: 'save' })
  assert.deepEqual([saved.status, saved.headers.get('location')], [303, `/feeds/${id}`])
  const editor = await (await owner.get(`/feeds/${id}`)).text()
  assert.match(editor, /<h1>Bunks/)
  assert.doesNotMatch(editor, /name="hashtags"/, 'the simple form cannot hold this feed')

  // The page that was open all the time does not silently win.
  const stale = await owner.post('/feeds/build', { ...fields, title: 'Late', do: 'save' })
  assert.equal(stale.status, 409)
  const again = fieldsOf(await stale.text())
  assert.equal(again.title, 'Late')
  assert.equal((await owner.post('/feeds/build', { ...again, do: 'save' })).status, 303)

  const history = await (await owner.get(`/feeds/${id}/versions`)).text()
  assert.match(history, /Version 2/)
  const restored = await owner.post(`/feeds/${id}/versions`, { version: '1' })
  assert.equal(restored.status, 303)
  assert.match(await (await owner.get(`/feeds/${id}`)).text(), /<h1>Sleepers/)
  const copy = await owner.post(`/feeds/${id}/duplicate`, {}, json)
  const { id: copyId } = (await copy.json()) as { id: number }
  assert.notEqual(copyId, id)
  assert.match(await (await owner.get(`/feeds/${copyId}`)).text(), /<h1>Copy of Sleepers/)
})

test('every mistake stands beside its field, and people are looked up', async () => {
  const wrong = {
    ...typed,
    title: 'x'.repeat(25),
    'sources.0.tags': 'fine 12',
    'sources.2.type': 'authors',
    'sources.2.dids': `@${handle}, nobody-${tag}.test`,
    'sources.3.type': 'list',
    'sources.3.uri': 'https://bsky.app/profile/somewhere',
    'filters.0.of.2.type': 'pattern',
    'filters.0.of.2.pattern': '(',
    'filters.2.type': 'privateList',
    'filters.2.list': '3laaaaaaaaaaa',
    'order.likes': 'many',
  }
  const answer = await owner.post('/feeds/build', { ...wrong, do: 'save' })
  assert.equal(answer.status, 422)
  const html = await answer.text()
  const { title, ...others } = wrong
  assert.partialDeepStrictEqual(fieldsOf(html), { ...others, title })
  const told = (id: string) =>
    new RegExp(`id="${id.replaceAll('.', '-')}-oops"[^>]*><p class="oops">.*?</svg>([^<]*)`).exec(html)?.[1] ?? ''
  assert.match(told('title'), /at most 24/)
  assert.match(told('sources.0.tags'), /12/)
  assert.match(told('sources.2.dids'), new RegExp(`Nobody is called “nobody-${tag}.test”`))
  assert.match(told('sources.3.uri'), /does not lead to a list/)
  assert.match(told('filters.0.of.2.pattern'), /cannot be read/)
  assert.match(told('order.likes'), /weight/i)
})

test('links and handles become DIDs and addresses that every box understands', async () => {
  const taken = await owner.post('/feeds/build', { ...typed, title: 'Taken from', do: 'save' }, json)
  const { slug } = (await taken.json()) as { slug: string }
  const fields = {
    title: 'Links',
    'sources.0.type': 'follows',
    'sources.0.did': `https://bsky.app/profile/${handle}`,
    'sources.1.type': 'list',
    'sources.1.uri': `https://bsky.app/profile/${handle}/lists/3laaaaaaaaaaa`,
    'sources.2.type': 'starterPack',
    'sources.2.uri': `https://bsky.app/starter-pack/${handle}/3laaaaaaaaaaa`,
    'sources.3.type': 'quotes',
    'sources.3.uri': `at://${handle}/app.bsky.feed.post/3laaaaaaaaaaa`,
    'sources.4.type': 'feed',
    'sources.4.uri': `${server.url}/profile/${did}/feed/${slug}`,
  }
  const made = await owner.post('/feeds/build', { ...fields, do: 'save' }, json)
  const { id } = (await made.json()) as { id: number }
  const shown = fieldsOf(await (await owner.get(`/feeds/build?feed=${id}`)).text())
  assert.equal(shown['sources.0.did'], handle)
  assert.equal(shown['sources.1.uri'], `${server.url}/profile/${did}/lists/3laaaaaaaaaaa`)
  assert.equal(shown['sources.2.uri'], `${server.url}/starter-pack/${did}/3laaaaaaaaaaa`)
  assert.equal(shown['sources.3.uri'], `${server.url}/profile/${did}/post/3laaaaaaaaaaa`)
})

test('nobody else sees, changes, copies or restores a feed', async () => {
  const made = await owner.post('/feeds/build', { ...typed, title: 'Mine', do: 'save' }, json)
  const { id } = (await made.json()) as { id: number }
  for (const path of [`/feeds/build?feed=${id}`, `/feeds/${id}/versions`, `/feeds/${id}/export`]) {
    assert.equal((await stranger.get(path)).status, 404, path)
    assert.match((await createPerson(server).get(path)).headers.get('location') ?? '', /^\/sign-in/, path)
  }
  const attempts: [path: string, fields: Record<string, string>][] = [
    ['/feeds/build', { ...typed, title: 'Theirs', feed: String(id), do: 'save' }],
    ['/feeds/build', { ...typed, feed: String(id), do: 'preview' }],
    ['/feeds/build/part', { ...typed, feed: String(id), do: 'preview' }],
    [`/feeds/${id}/versions`, { version: '1' }],
    [`/feeds/${id}/duplicate`, {}],
    [`/feeds/${id}/record`, { isVideo: '1' }],
  ]
  for (const [path, fields] of attempts) {
    assert.equal((await stranger.post(path, fields)).status, 404, path)
    assert.match((await createPerson(server).post(path, fields)).headers.get('location') ?? '', /^\/sign-in/, path)
  }
  assert.match(await (await owner.get(`/feeds/${id}`)).text(), /<h1>Mine/)
})

test('templates open in the builder, filled in for whoever looks', async () => {
  const page = await (await owner.get('/feeds/new')).text()
  const keys = [...page.matchAll(/\/feeds\/build\?template=([a-z-]+)/g)].map(([, key]) => key)
  assert.ok(keys.length >= 6)
  for (const key of keys) {
    const answer = await owner.get(`/feeds/build?template=${key}`)
    const html = await answer.text()
    assert.equal(answer.status, 200, key)
    assert.doesNotMatch(html, /class="oops"/, key)
    assert.ok(fieldsOf(html).title, key)
  }
  assert.match(await (await owner.get('/feeds/build?template=quiet-posters')).text(), new RegExp(`value="${handle}"`))
  assert.equal((await owner.get('/feeds/build?template=none-such')).status, 404)
})

test('a draft is tried with sample posts, and with one that is named', async () => {
  const fields = {
    'sources.0.type': 'network',
    root: 'any',
    'filters.0.type': 'keywords',
    'filters.0.words': 'beetle',
    'filters.1.type': 'hashtags',
    'filters.1.tags': `tried${tag}`,
  }
  const samples = await (await owner.post('/feeds/build', { ...fields, try: 'samples', do: 'preview' })).text()
  assert.match(samples, /Made-up posts: \d+ of \d+ are in/)
  assert.match(samples, /<b>1<\/b> <bdi>It says “beetle”/)
  assert.match(samples, /Not in/)

  const writer = new AtpAgent({ service: network.pdsUrl })
  await writer.login({ identifier: handle, password })
  const { uri } = await writer.post({
    text: 'A post to try',
    tags: [`tried${tag}`],
    createdAt: new Date().toISOString(),
  })
  const [link, other] = [`https://bsky.app/profile/${handle}/post/${uri.split('/').at(-1)}`, 'https://bsky.app/nowhere']
  const html = await waitFor('the AppView has the post', async () => {
    const answer = await owner.post('/feeds/build', { ...fields, try: 'post', tryPost: link, do: 'preview' })
    const page = await answer.text()
    return page.includes('A post to try') && page
  })
  assert.match(html, new RegExp(`<b>2</b> <bdi>It has #tried${tag}`))
  const refused = { ...fields, 'filters.1.tags': 'other', try: 'post', tryPost: link, do: 'preview' }
  assert.match(await (await owner.post('/feeds/build', refused)).text(), /Not in/)
  const lost = await (
    await owner.post('/feeds/build', { ...fields, try: 'post', tryPost: other, do: 'preview' })
  ).text()
  assert.match(lost, /This link does not lead to a post/)
})

test('a feed that is exported can be imported', async () => {
  const made = await owner.post('/feeds/build', { ...typed, title: 'Carried', do: 'save' }, json)
  const { id } = (await made.json()) as { id: number }
  const file = await owner.get(`/feeds/${id}/export`)
  assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="carried-[a-z0-9]+\.json"$/)
  const document = await file.text()
  assert.doesNotMatch(document, new RegExp(`${handle}|ownerId|slug`))
  const taken = await stranger.post('/feeds/import', { document }, json)
  const { id: other } = (await taken.json()) as { id: number }
  assert.equal(await (await stranger.get(`/feeds/${other}/export`)).text(), document)

  const wrong: [string, RegExp][] = [
    ['', /Choose a file/],
    ['{', /This is no JSON/],
    ['[1]', /This is no feed/],
    ['{"version":1,"sources":[{"type":"hashtags","tags":["12"]}],"filters":[]}', /definition\.sources\.0\.tags\.0/],
    ['{"version":1,"sources":[{"type":"privateList","list":"3laaaaaaaaaaa"}],"filters":[]}', /private list/],
  ]
  for (const [text, told] of wrong) {
    const answer = await stranger.post('/feeds/import', { document: text })
    const html = await answer.text()
    assert.equal(answer.status, 422, text)
    assert.match(html.slice(html.indexOf('role="alert"')), told)
  }
  assert.match((await createPerson(server).get('/feeds/import')).headers.get('location') ?? '', /^\/sign-in/)
})

test('the gallery shows what is published and public, to anybody', async () => {
  const made = await owner.post('/feeds/build', { ...typed, title: `Gallery ${tag}`, do: 'save' }, json)
  const { id } = (await made.json()) as { id: number }
  const read = async () => (await createPerson(server).get('/feeds/gallery')).text()
  assert.doesNotMatch(await read(), new RegExp(`Gallery ${tag}`))
  assert.equal((await owner.post(`/feeds/${id}/publish`)).status, 303)
  const html = await read()
  assert.match(html, new RegExp(`Gallery ${tag}`))
  assert.match(html, /Posts with #nachtzug or #夜行列車/)
  assert.equal((await createPerson(server).get('/feeds/gallery?cursor=x')).status, 400)
  assert.equal((await owner.post(`/feeds/${id}/unpublish`)).status, 303)
  assert.doesNotMatch(await read(), new RegExp(`Gallery ${tag}`))
})

test('a picture and what clients may do with a feed go into its record', async () => {
  const made = await owner.post('/feeds/build', { ...typed, title: 'Pictured', do: 'save' }, json)
  const { id, slug } = (await made.json()) as { id: number; slug: string }
  assert.equal((await owner.post(`/feeds/${id}/publish`)).status, 303)
  const send = async (file: Blob) => {
    const body = new FormData()
    body.set('isVideo', '1')
    body.set('picture', file, 'picture.png')
    const headers = { origin: server.url, cookie: owner.cookie }
    return fetch(`${server.url}/feeds/${id}/record`, { method: 'POST', body, headers, redirect: 'manual' })
  }
  const refused = await send(new Blob(['<svg>']))
  assert.ok([415, 422].includes(refused.status))
  assert.match(await refused.text(), /That did not work/)
  const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#06a' } })
    .png()
    .toBuffer()
  assert.equal((await send(new Blob([new Uint8Array(png)]))).status, 303)
  const repo = new AtpAgent({ service: network.pdsUrl })
  const { data } = await repo.com.atproto.repo.getRecord({
    repo: did,
    collection: 'app.bsky.feed.generator',
    rkey: slug,
  })
  assert.partialDeepStrictEqual(data.value, { contentMode: 'app.bsky.feed.defs#contentModeVideo' })
  assert.ok('avatar' in data.value)
  assert.match(await (await owner.get(`/feeds/${id}`)).text(), /alt="The picture of this feed"/)
  assert.equal((await owner.post(`/feeds/${id}/unpublish`)).status, 303)
})

test('hostile forms are answered, and change nothing', async () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`filters.${at}.type`, 'any']))
  const forms: Record<string, string>[] = [
    { do: 'save' },
    { do: 'undo', past: '[{"sources":{"length":9}}]' },
    { do: 'add:__proto__', 'kind.__proto__': 'network' },
    { do: 'add:filters', 'kind.filters': '__proto__' },
    { do: 'x'.repeat(10_000) },
    { feed: '-1', do: 'preview' },
    { feed: 'NaN', base: 'x', do: 'preview' },
    { ...many, do: 'preview' },
    { 'sources.0.type': 'hashtags', 'sources.0.tags': '#'.repeat(100_000), do: 'preview' },
    {
      'sources.0.type': 'network',
      'filters.0.type': 'pattern',
      'filters.0.pattern': '(a*)*$'.repeat(80),
      do: 'preview',
    },
    { title: '\ud800<script>alert(1)</script>', do: 'preview' },
  ]
  for (const fields of forms) {
    const answer = await owner.post('/feeds/build', fields)
    assert.ok([200, 422].includes(answer.status), `${JSON.stringify(fields).slice(0, 80)}: ${answer.status}`)
    // In the value of a field it is what was typed, and nothing else.
    assert.doesNotMatch((await answer.text()).replaceAll(/ value="[^"]*"/g, ''), /<script>alert/)
  }
})
