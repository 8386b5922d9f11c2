// The pages around the feed builder: who may look and change, templates, trying, carrying, publishing.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import sharp from 'sharp'
import { fieldsOf, typed } from '../feed-form.ts'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { readFormWith } from '../read-form.ts'
import { startServer, type TestServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
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
    const asked = await createPerson(server).post(path, fields)
    assert.match(asked.headers.get('location') ?? (await asked.text()), /^\/sign-in|You are signed out/, path)
  }
  assert.match(await (await owner.get(`/feeds/${id}`)).text(), /<h1>Mine/)
})

test('two tabs: what each has changed of a simple feed counts; what both have comes back', async () => {
  const made = await owner.post('/feeds/new', { title: 'Tabs', hashtags: `tabs${tag}` })
  const tabs = { path: `/feeds/${/\d+$/.exec(made.headers.get('location') ?? '')}`, field: 'hashtags' }
  const read = async () => Object.fromEntries(readFormWith(await (await owner.get(tabs.path)).text(), 'hashtags'))
  const [, second] = await saveInTwoTabs(owner, tabs, [
    { hashtags: `tabs${tag}, more` },
    { title: 'Both', keywords: 'lamp' },
  ])
  assert.equal(second.status, 303, await second.text())
  const both = await read()
  assert.deepEqual([both.title, both.hashtags, both.keywords], ['Both', `#tabs${tag} #more`, 'lamp'])
  const [, third] = await saveInTwoTabs(owner, tabs, [{ title: 'One', keywords: 'lamp\nwick' }, { title: 'Two' }])
  const back = Object.fromEntries(readFormWith(await third.text(), 'hashtags'))
  assert.deepEqual([third.status, back.title, back.keywords], [409, 'Two', 'lamp\nwick'])
  for (const _ of [1, 2]) assert.equal((await owner.post(tabs.path, back)).status, 303)
  assert.partialDeepStrictEqual(await read(), { title: 'Two', keywords: 'lamp\nwick' })
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

test('a box without posts of its own tries a draft with what the network tells of', async () => {
  const writer = new AtpAgent({ service: network.pdsUrl })
  await writer.login({ identifier: handle, password })
  const text = `An early swallow ${tag}`
  await writer.post({ text, createdAt: new Date().toISOString() })
  const appview = new AtpAgent({ service: network.appviewUrl })
  // The box remembers for a minute what it was answered.
  await waitFor('the AppView has the post', async () => {
    const { data } = await appview.app.bsky.feed.getAuthorFeed({ actor: handle, limit: 5 })
    return data.feed.some(({ post }) => post.record.text === text)
  })
  const fields = { 'sources.0.type': 'authors', 'sources.0.dids': handle, 'filters.0.type': 'keywords' }
  const preview = async (words: string, tried: string) =>
    (await owner.post('/feeds/build', { ...fields, 'filters.0.words': words, try: tried, do: 'preview' })).text()
  const shown = await preview('swallow', '6h')
  assert.match(shown, /This box has no posts of its own to look through yet\. These are older ones/)
  assert.match(shown, /<option value="6h" selected>/)
  assert.match(shown, /<b>1<\/b> <bdi>It says “swallow”/)
  assert.match(await preview('walrus', '1h'), /brought none that fit\./)
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
  const own = { 'sources.9.type': 'follows', 'sources.9.did': handle }
  const made = await owner.post('/feeds/build', { ...typed, ...own, title: `Gallery ${tag}`, do: 'save' }, json)
  const { id } = (await made.json()) as { id: number }
  const read = async () => (await createPerson(server).get('/feeds/gallery')).text()
  assert.doesNotMatch(await read(), new RegExp(`Gallery ${tag}`))
  assert.equal((await owner.post(`/feeds/${id}/publish`)).status, 303)
  const html = await read()
  assert.match(html, new RegExp(`Gallery ${tag}`))
  assert.match(html, /Posts with #nachtzug or #夜行列車/)
  assert.match(html, new RegExp(`by people @${handle} follows`))
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
