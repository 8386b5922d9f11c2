// What a page says about being kept, by whom it is for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Viewer } from '#types/viewer.ts'
import { finishPage } from './finish-page.ts'

const viewer = { did: 'did:plc:a' } as Viewer
const reading = { deadline: 0, mayBeStale: true, staleSince: undefined }
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Request(`https://box.test${path}`, { headers, method })
const page = (headers: Record<string, string> = {}, status = 200) =>
  new Response('<p>page', { status, headers: { 'content-type': 'text/html', ...headers } })
const headersOf = ({ headers }: Response) => [headers.get('cache-control'), headers.get('vary')]
const publicly = ['public, max-age=10, stale-while-revalidate=60', 'Cookie, Accept']

test('what is public may be kept by everybody, apart for each cookie', async () => {
  for (const path of ['/', '/profile/a.test', '/profile/a.test/post/x', '/hashtag/x', '/search?q=x']) {
    const answer = await finishPage(ask(path), page(), { viewer: undefined, reading })
    assert.deepEqual(headersOf(answer), publicly, path)
  }
})

test('what is personal is kept by the browser only, and asked for each time', async () => {
  for (const path of ['/', '/profile/a.test']) {
    const answer = await finishPage(ask(path), page(), { viewer, reading })
    assert.deepEqual(headersOf(answer), ['private, no-cache', 'Cookie, Accept'])
  }
  const own = await finishPage(ask('/feeds'), page(), { viewer: undefined, reading })
  assert.equal(own.headers.get('cache-control'), 'private, no-cache')
})

test('nobody keeps what was written, what belongs to signing in, failures, and what stood in', async () => {
  const untouched = async (request: Request, response: Response) => {
    const answer = await finishPage(request, response, { viewer, reading })
    assert.deepEqual(headersOf(answer), [null, null])
    assert.equal(answer.headers.get('etag'), null)
  }
  for (const path of ['/sign-in', '/auth/callback', '/settings', '/compose', '/post'])
    await untouched(ask(path), page())
  await untouched(ask('/'), page({}, 502))
  await untouched(ask('/', {}, 'POST'), page())
  const stale = await finishPage(ask('/'), page(), { viewer: undefined, reading: { ...reading, staleSince: 1 } })
  assert.equal(stale.headers.get('cache-control'), 'no-store')
  assert.equal(stale.headers.get('etag'), null)
})

test('what a page says itself stands, and a cookie is for one', async () => {
  const own = await finishPage(ask('/'), page({ 'cache-control': 'public, max-age=300' }), {
    viewer: undefined,
    reading,
  })
  assert.deepEqual(headersOf(own), ['public, max-age=300', null])
  const cookie = await finishPage(ask('/'), page({ 'set-cookie': 'a=b' }), { viewer: undefined, reading })
  assert.equal(cookie.headers.get('cache-control'), 'private, no-cache')
})

test('a page that is known already is not sent again', async () => {
  const first = await finishPage(ask('/'), page(), { viewer, reading })
  const tag = first.headers.get('etag') ?? ''
  assert.match(tag, /^W\/"[\w-]{22}"$/)
  assert.equal(await first.text(), '<p>page')
  for (const known of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
    const again = await finishPage(ask('/', { 'if-none-match': known }), page(), { viewer, reading })
    assert.equal(again.status, 304, known)
    assert.equal(again.headers.get('etag'), tag)
    assert.equal(again.headers.get('cache-control'), 'private, no-cache')
  }
  const other = await finishPage(ask('/', { 'if-none-match': '"other"' }), page(), { viewer, reading })
  assert.equal(other.status, 200)
})

test('a page is sent in the best coding that is asked for, with the same tag', async () => {
  const long = () => new Response(`<p>${'page '.repeat(300)}`, { headers: { 'content-type': 'text/html' } })
  const plain = await finishPage(ask('/'), long(), { viewer, reading })
  const codings = { 'gzip, deflate, br': brotliDecompressSync, gzip: gunzipSync, 'identity, zstd': Buffer.from }
  for (const [accepted, open] of Object.entries(codings)) {
    const answer = await finishPage(ask('/', { 'accept-encoding': accepted }), long(), { viewer, reading })
    const body = Buffer.from(await answer.arrayBuffer())
    assert.equal(`${open(body)}`, await long().text(), accepted)
    assert.equal(answer.headers.get('etag'), plain.headers.get('etag'))
    if (answer.headers.has('content-encoding')) assert.equal(answer.headers.get('content-length'), `${body.length}`)
  }
  const short = await finishPage(ask('/', { 'accept-encoding': 'br' }), page(), { viewer, reading })
  assert.equal(short.headers.get('content-encoding'), null)
})
