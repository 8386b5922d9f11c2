// What a running box says about keeping its pages, and what it answers to whoever asks too often.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
const strict = await startServer(network, { settings: { RATE_LIMIT_ADDRESS: '3', RATE_LIMIT_PERSON: '4' } })
after(() => Promise.all([server.close(), strict.close()]))

const cookie = await signIn(server, network.account('marit'))
const get = (path: string, headers: Record<string, string> = {}, url = server.url) =>
  fetch(url + path, { headers, redirect: 'manual' })

test('a public page may be kept by anybody for a moment, and is not sent twice', async () => {
  const first = await get('/profile/wren.test')
  const html = await first.text()
  assert.equal(first.status, 200)
  assert.equal(first.headers.get('cache-control'), 'public, max-age=10, stale-while-revalidate=60')
  assert.match(first.headers.get('vary') ?? '', /Cookie/)
  assert.match(first.headers.get('vary') ?? '', /Accept/)
  const tag = first.headers.get('etag') ?? ''
  assert.match(tag, /^W\/"[\w-]{22}"$/)
  assert.ok(html.includes('<h1'))
})

test('the same page again is 304 and empty; another tag brings the page', async () => {
  // A visitor's first page is the same for everybody, and nothing on it is told by the clock.
  for (const [who, kept] of [
    ['', 'public, max-age=10, stale-while-revalidate=60'],
    [cookie, 'private, no-cache'],
  ] as const) {
    const path = who ? '/menu' : '/'
    // What somebody has not read is counted beside their first pages.
    await waitFor('the page has not changed', async () => {
      const page = await get(path, { cookie: who })
      const tag = page.headers.get('etag') ?? ''
      assert.ok((await page.text()).includes('<h1'))
      const again = await get(path, { cookie: who, 'if-none-match': `"x", ${tag}` })
      const body = await again.text()
      if (again.status !== 304) return false
      assert.equal(body, '')
      assert.equal(again.headers.get('etag'), tag)
      assert.equal(again.headers.get('cache-control'), kept)
      return true
    })
    const other = await get(path, { cookie: who, 'if-none-match': '"x"' })
    assert.equal(other.status, 200)
    assert.ok((await other.text()).includes('<h1'))
  }
})

test('strangers who ask at once get one page; whoever is signed in gets their own', async () => {
  const path = '/profile/lena.test'
  const kept = 'public, max-age=10, stale-while-revalidate=60'
  const answers = await Promise.all(Array.from({ length: 10 }, () => get(path)))
  const tags = new Set(answers.map(({ headers }) => headers.get('etag')))
  for (const { status, headers } of answers) {
    assert.deepEqual([status, headers.get('cache-control')], [200, kept])
    assert.match(headers.get('vary') ?? '', /Cookie/)
  }
  assert.equal(tags.size, 1, [...tags].join())
  const [html = ''] = await Promise.all(answers.map((answer) => answer.text()))
  const own = await get(path, { cookie })
  assert.equal(own.headers.get('cache-control'), 'private, no-cache')
  assert.match(await own.text(), /action="\/auth\/sign-out"/)
  const [tag = ''] = tags
  assert.equal((await get(path, { 'if-none-match': tag ?? '' })).headers.get('cache-control'), kept)
  const again = await get(path)
  assert.doesNotMatch(await again.text(), /sign-out|@marit\.test/)
  assert.match(html, /href="\/sign-in/)
  const other = await get(path, { cookie: 'something=else' })
  assert.equal(other.status, 200)
  assert.equal(other.headers.get('cache-control'), kept)
})

test('a page of somebody signed in is theirs alone', async () => {
  for (const path of ['/', '/profile/wren.test', '/notifications', '/saved']) {
    const { status, headers } = await get(path, { cookie })
    assert.equal(status, 200, path)
    assert.equal(headers.get('cache-control'), 'private, no-cache', path)
    assert.match(headers.get('vary') ?? '', /Cookie/, path)
  }
  for (const path of ['/compose', '/settings', '/sign-in']) {
    assert.match((await get(path, { cookie })).headers.get('cache-control') ?? '', /no-store/, path)
  }
})

test('errors are kept by nobody', async () => {
  const { status, headers } = await get('/profile/nobody-at-all.test')
  assert.equal(status, 404)
  assert.equal(headers.get('cache-control'), 'private, no-store')
  assert.equal(headers.get('etag'), null)
})

test('an address that asks too often is told when to come back, others are not in its way', async () => {
  const from = (address: string) => get('/sign-in', { 'x-forwarded-for': address }, strict.url)
  const answers = []
  for (let at = 0; at < 8; at++) answers.push(await from('203.0.113.7'))
  const refused = answers.filter(({ status }) => status === 429)
  assert.ok(refused.length >= 1, 'some were too many')
  assert.equal(answers[0]?.status, 200)
  const [first] = refused
  const wait = Number(first?.headers.get('retry-after'))
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 20, `${wait}`)
  assert.equal(first?.headers.get('cache-control'), 'private, no-store')
  assert.match((await first?.text()) ?? '', /This box allows 3 pages a minute, and your address has used them/)
  assert.equal((await from('203.0.113.8')).status, 200)
})

test('a person who asks too often is told so, wherever they ask from; JSON gets JSON', async () => {
  const person = await signIn(strict, network.account('tomas'))
  const ask = (address: string, accept = 'text/html') =>
    get('/menu', { cookie: person, accept, 'x-forwarded-for': address }, strict.url)
  const answers = []
  for (let at = 0; at < 10; at++) answers.push(await ask(`203.0.113.${10 + at}`))
  const refused = answers.find(({ status }) => status === 429)
  assert.equal(answers[0]?.status, 200)
  assert.match((await refused?.text()) ?? '', /This box allows 4 pages a minute, and you have used them/)
  assert.ok(Number(refused?.headers.get('retry-after')) >= 1)
  const json = await ask('203.0.113.30', 'application/json')
  if (json.status === 429) assert.match(((await json.json()) as { error: string }).error, /4 pages a minute/)
  const health = await get('/healthz', {}, strict.url)
  assert.equal(health.status, 200)
})
