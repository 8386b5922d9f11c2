// The builder as plain forms: nothing that was typed is lost.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { fieldsOf, typed } from '../feed-form.ts'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'

const network = await useNetwork()
const tag = randomBytes(2).toString('hex')
let server: TestServer
let owner: Person
let handle: string
let did: string

before(async () => {
  server = await startServer(network)
  const account = await network.createAccount(`builder-form-${tag}`)
  handle = account.handle
  did = account.did
  owner = await signInAs(server, account)
})
after(() => server?.close())

const json = { accept: 'application/json' }

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
