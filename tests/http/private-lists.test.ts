// Private lists: filled like others, read as a tab and as a feed, and nobody but their owner learns that they exist.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createWriter, type Reference, type Writer } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'
import { openSession } from '../write-record.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const tag = randomBytes(3).toString('hex')
const secret = `Secret ${tag}`
const account = await network.createAccount(`private-${tag}`)
const person = await signInAs(server, account)
const other = await signInAs(server, await network.createAccount(`curious-${tag}`))
const stranger = createPerson(server)
const json = { accept: 'application/json' }

let writers: Writer[]
let posts: Reference[]
let key: string
let made: Record<string, string>
let href: string

before(async () => {
  writers = await Promise.all(['one', 'two'].map((name) => createWriter(network, `${name}-${tag}`)))
  const since = Date.now() - 3_600_000
  posts = await Promise.all(
    Array.from({ length: 36 }, (_, at) => {
      const createdAt = new Date(since + at * 1000).toISOString()
      return (writers[at % 2] as Writer).post(`Post ${at} of ${tag}.`, { createdAt })
    }),
  )
  await Promise.all(writers.map((writer, which) => writer.settle(posts.filter((_, at) => at % 2 === which))))
  for (const [which, { agent, did }] of writers.entries()) {
    const own = posts.filter((_, at) => at % 2 === which).length
    await waitFor('the AppView lists what they posted', async () => {
      const { data } = await agent.app.bsky.feed.getAuthorFeed({ actor: did, limit: 100 })
      return data.feed.length === own
    })
  }
  const form = await (await person.get('/lists/new?purpose=private')).text()
  assert.match(form, /value="private" checked/)
  made = { name: secret, description: 'Nobody knows', purpose: 'private' }
  made.key = /name="key" value="([a-z2-7]{13})"/.exec(form)?.[1] ?? ''
  const answers = await Promise.all([1, 2, 3].map(() => person.post('/lists/new', made)))
  href = answers[0]?.headers.get('location') ?? ''
  assert.match(href, /^\/lists\/p-/)
  key = href.slice('/lists/p-'.length)
  const people = `@${writers[0]?.handle} https://bsky.app/profile/${writers[1]?.did} nobody-${tag}.test`
  const answer = await person.post(`${href}/people`, { people, op: 'add' }, json)
  assert.partialDeepStrictEqual(await answer.json(), { done: 2, already: 0, missing: [`nobody-${tag}.test`], left: 0 })
})

const numbersIn = (html: string) =>
  [...html.matchAll(new RegExp(`Post (\\d+) of ${tag}\\.`, 'g'))].map(([, at]) => Number(at))
const nextIn = (html: string) =>
  /href="(\?[^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&#38;', '&').replaceAll('&amp;', '&')

test('what its people post is one timeline, page by page, without gaps and doubles', async () => {
  const first = await (await person.get(href)).text()
  const second = await (await person.get(`${href}${nextIn(first)}`)).text()
  const expected = Array.from({ length: 36 }, (_, at) => 35 - at)
  assert.deepEqual([...numbersIn(first), ...numbersIn(second)], expected)
  assert.equal(nextIn(second), undefined)
  assert.equal((await person.get(`${href}?cursor=nonsense`)).status, 400)
})

test('pinned it is a tab of the home page, and its place is kept there', async () => {
  const before = await (await person.get('/')).text()
  assert.ok(!before.includes(secret))
  for (let times = 0; times < 2; times += 1) {
    const pinned = await person.post(`${href}/pin`, { back: href })
    assert.deepEqual([pinned.status, pinned.headers.get('location')], [303, href])
  }
  const tab = await (await person.get(`/?feed=private:${key}`)).text()
  assert.match(tab, new RegExp(`aria-current="page">\\s*<bdi>${secret}`))
  assert.deepEqual(numbersIn(tab).slice(0, 5), [35, 34, 33, 32, 31])
  const preferences = await openSession(network, account)
  const { data } = await preferences.app.bsky.actor.getPreferences({})
  assert.ok(!JSON.stringify(data).includes(key), 'the network does not learn of it')
  await person.post(`${href}/pin`, { undo: '1', back: href })
  const unpinned = await person.get(`/?feed=private:${key}`)
  assert.deepEqual([unpinned.status, unpinned.headers.get('location')], [303, href])
})

test('somebody is put on it and taken off it from their profile', async () => {
  const path = `/profile/${network.account('ines').did}/add-to-lists`
  assert.match(await (await person.get(path)).text(), new RegExp(`value="p-${key}"[^>]*> <span> <bdi>${secret}`))
  await person.post(path, { 'on[]': `p-${key}` })
  assert.match(await (await person.get(`${href}?tab=people`)).text(), /3 people.*href="\/profile\/ines\.test"/s)
  await person.post(path, { 'before[]': `p-${key}` })
  assert.match(await (await person.get(`${href}?tab=people`)).text(), /2 people/)
  const { data } = await (await openSession(network, account)).com.atproto.repo.describeRepo({ repo: account.did })
  assert.ok(!data.collections.some((name) => name.startsWith('app.bsky.graph.list')), 'no record is written')
})

test('a feed made from it takes what its people post from then on, and does not say so', async () => {
  const form = await (await person.get(`/feeds/new?people=${key}`)).text()
  assert.match(form, new RegExp(`<option value="${key}" selected>${secret}`))
  const made = await person.post('/feeds/new', { title: `Feed ${tag}`, people: key }, json)
  const feed = (await made.json()) as { id: number; slug: string }
  const shown = async () => (await person.get(`/feeds/${feed.id}`)).text()
  let at = 0
  await waitFor('what they post is in it', async () => {
    // Until `stream` knows of the feed, posts go by.
    await writers[0]?.post(`Caught ${at++} ${tag}`)
    return (await shown()).includes('Caught')
  })
  const outsider = await createWriter(network, `out-${tag}`)
  await outsider.post(`Outside ${tag}`)
  // The firehose brings what was written later after it: it has gone by.
  await writers[0]?.post(`Gone by ${tag}`)
  await waitFor('what came after it is in it', async () => (await shown()).includes(`Gone by ${tag}`))
  await person.post(`${href}/people`, { people: outsider.did, op: 'add' })
  await waitFor('whoever comes on the list is in it', async () => {
    await outsider.post(`Inside ${at++} ${tag}`)
    return (await shown()).includes('Inside')
  })
  assert.ok(!(await shown()).includes('Outside'))
  for (const path of [
    `/f/${feed.slug}`,
    `/embed/f/${feed.slug}`,
    `/f/${feed.slug}/rss.xml`,
    `/oembed?url=${encodeURIComponent(`${server.url}/f/${feed.slug}`)}`,
  ]) {
    for (const who of [stranger, other]) {
      const answer = await who.get(path)
      const text = await answer.text()
      assert.equal(answer.status, 200, path)
      assert.ok(!text.includes(secret) && !text.includes(key) && !text.includes('Nobody knows'), path)
    }
  }
  assert.match(await (await stranger.get(`/f/${feed.slug}`)).text(), /by people its maker chose/)
  assert.match(await (await person.get(`${href}/delete`)).text(), new RegExp(`Your feed “<bdi>Feed ${tag}`))
})

test('nobody else reads it, fills it, uses it or learns that it is there', async () => {
  for (const path of ['', '?tab=people', '/edit', '/delete', '/people']) {
    const answer = await other.get(`${href}${path}`)
    assert.equal(answer.status, 404, path)
    assert.ok(!(await answer.text()).includes(secret))
    const asked = await stranger.get(`${href}${path}`)
    assert.deepEqual([asked.status, asked.headers.get('location')?.startsWith('/sign-in')], [303, true])
  }
  const did = network.account('ines').did
  const attempts: [string, Record<string, string>][] = [
    ['/edit', { name: 'Theirs' }],
    ['/people', { people: did, op: 'add' }],
    ['/member', { did }],
    ['/pin', { back: '/' }],
  ]
  for (const [path, fields] of attempts) assert.equal((await other.post(`${href}${path}`, fields)).status, 404, path)
  assert.equal((await other.post(`${href}/delete`, {})).status, 303, 'as if it had been deleted')
  assert.equal((await other.post('/feeds/new', { title: 'x', people: key }, json)).status, 422)
  const elsewhere = await other.get(`/?feed=private:${key}`)
  assert.deepEqual([elsewhere.status, elsewhere.headers.get('location')], [303, href])
  for (const path of [
    `/profile/${account.did}/lists/p-${key}`,
    `/profile/${account.did}/lists/${key}`,
    `/profile/${account.did}/lists/p-${key}/rss.xml`,
    `/oembed?url=${encodeURIComponent(`${server.url}${href}`)}`,
    `/xrpc/app.bsky.feed.getFeedSkeleton?feed=at://${account.did}/app.bsky.feed.generator/p-${key}`,
  ]) {
    for (const who of [other, stranger]) {
      const answer = await who.get(path)
      const text = await answer.text()
      assert.ok(answer.status >= 400, `${path}: ${answer.status}`)
      assert.ok(!text.includes(secret), path)
    }
  }
  for (const path of ['/lists', '/feeds', `/profile/${account.did}?tab=lists`, `/profile/${did}/add-to-lists`]) {
    assert.ok(!(await (await other.get(path)).text()).includes(secret), path)
  }
  // The key of somebody else's list can be used for one's own, and tells nothing.
  const mine = await other.post('/lists/new', made)
  assert.equal(mine.headers.get('location'), href)
  await other.post(`${href}/edit`, { name: 'Same key', description: '' })
  assert.match(await (await other.get(href)).text(), /Same key/)
  assert.match(await (await person.get(href)).text(), new RegExp(secret), 'it is as it was')
})

test('it is changed and deleted like any other list', async () => {
  const saved = await person.post(`${href}/edit`, { name: `Renamed ${tag}`, description: 'New' })
  assert.deepEqual([saved.status, saved.headers.get('location')], [303, href])
  const tabs = { path: `${href}/edit`, field: 'description' }
  const [, second] = await saveInTwoTabs(person, tabs, [{ name: `Again ${tag}` }, { description: 'By two tabs' }])
  assert.equal(second.status, 303)
  assert.match(await (await person.get(href)).text(), new RegExp(`Again ${tag}.*By two tabs`, 's'))
  const gone = await person.post(`${href}/delete`, {})
  assert.deepEqual([gone.status, gone.headers.get('location')], [303, '/lists?removed=3'])
  assert.equal((await person.get(href)).status, 404)
})
