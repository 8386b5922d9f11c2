// Starter packs: made, changed, deleted with forms alone, and seen by another client.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { lexicons } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, writeRecord } from '../write-record.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(3).toString('hex')
const account = await network.createAccount(`packs-${tag}`)
const person = await signInAs(server, account)
const foreign = await openSession(network, account)
const repo = account.did
const collection = 'app.bsky.graph.starterpack'
const keyIn = (html: string) => /name="key" value="([a-z2-7]{13})"/.exec(html)?.[1] ?? ''
const listOf = async (name: string) =>
  (await foreign.com.atproto.repo.listRecords({ repo, collection: name, limit: 100 })).data.records
const feed = (
  await writeRecord(
    foreign,
    'app.bsky.feed.generator',
    { did: 'did:web:example.test', displayName: `Feed ${tag}` },
    'one',
  )
).data.uri
await waitFor('the AppView knows the feed', async () => {
  const { data } = await foreign.app.bsky.feed.getFeedGenerators({ feeds: [feed] })
  return data.feeds.length === 1
})
let key = ''
let href = ''

test('sent four times at once it is one pack with one list, valid, with its people and feeds', async () => {
  key = keyIn(await (await person.get('/starter-pack/create')).text())
  const fields = {
    key,
    name: `Begin ${tag}`,
    description: 'See @ines.test',
    people: `ines.test https://bsky.app/profile/kenji.test ${network.account('wren').did}`,
    links: `https://bsky.app/profile/${account.handle}/feed/one`,
  }
  const answers = await Promise.all([1, 2, 3, 4].map(() => person.post('/starter-pack/create', fields)))
  href = answers[0]?.headers.get('location') ?? ''
  key = href.split('/').at(-1) ?? ''
  assert.ok(answers.every(({ status, headers }) => status === 303 && headers.get('location') === href))
  const [packs, lists, items] = await Promise.all([
    listOf(collection),
    listOf('app.bsky.graph.list'),
    listOf('app.bsky.graph.listitem'),
  ])
  assert.deepEqual([packs.length, lists.length, items.length], [1, 1, 3])
  for (const { value } of [...packs, ...lists, ...items]) {
    const result = lexicons.validate(String(value.$type), value)
    assert.ok(result.success, String(value.$type))
  }
  assert.equal(lists[0]?.value.purpose, 'app.bsky.graph.defs#referencelist')
  assert.deepEqual([packs[0]?.value.list, packs[0]?.value.feeds], [lists[0]?.uri, [{ uri: feed }]])
  const page = await (await person.get(href)).text()
  assert.match(page, new RegExp(`<h1><bdi>Begin ${tag}.*3 people.*href="/profile/ines\\.test"`, 's'), 'shown at once')
  assert.match(await (await person.get(`${href}?tab=feeds`)).text(), new RegExp(`Feed ${tag}`))
  assert.match(await (await person.get('/lists')).text(), new RegExp(`Begin ${tag}`))
  await waitFor('another client sees it', async () => {
    const { data } = await foreign.app.bsky.graph.getStarterPack({ starterPack: `at://${repo}/${collection}/${key}` })
    const { list, feeds, listItemsSample } = data.starterPack
    return list?.listItemCount === 3 && feeds?.length === 1 && listItemsSample?.length === 3
  })
})

test('a form with mistakes comes back with everything in it', async () => {
  const many = Array.from({ length: 151 }, (_, at) => `p${at}.test`).join('\n')
  const answer = await person.post('/starter-pack/create', {
    key: keyIn(await (await person.get('/starter-pack/create')).text()),
    name: 'n'.repeat(51),
    description: '<b>',
    people: many,
    links: 'https://bsky.app/profile/ines.test/feed/none',
  })
  const html = await answer.text()
  assert.equal(answer.status, 422)
  for (const part of ['has 1 too many', 'these are 151', 'There is no feed at', '&lt;b&gt;', 'p150.test']) {
    assert.ok(html.includes(part), part)
  }
  const nobody = await person.post('/starter-pack/create', { name: 'x', people: `nobody-${tag}.test what` })
  assert.match(await nobody.text(), new RegExp(`Nobody is found by “what”, “nobody-${tag}\\.test”\\.`))
  assert.equal((await listOf(collection)).length, 1)
})

test('it is changed, what its record says besides stays, and its people are those of a list', async () => {
  const path = `/starter-pack/edit/${key}`
  const { data } = await foreign.com.atproto.repo.getRecord({ repo, collection, rkey: key })
  const record = { ...data.value, 'test.unknown': 'kept' }
  await foreign.com.atproto.repo.putRecord({ repo, collection, rkey: key, record })
  const form = await (await person.get(path)).text()
  assert.match(form, new RegExp(`value="Begin ${tag}".*name="feed\\[\\]" value="${feed}" checked`, 's'))
  assert.ok(form.includes(`/lists/${key}/people`))
  const saved = await person.post(path, { name: `Other ${tag}`, description: '' })
  assert.deepEqual([saved.status, saved.headers.get('location')], [303, href])
  const { value } = (await foreign.com.atproto.repo.getRecord({ repo, collection, rkey: key })).data
  assert.deepEqual(
    [value.name, value.description, value.feeds, value['test.unknown']],
    [`Other ${tag}`, undefined, [], 'kept'],
  )
  assert.equal((await listOf('app.bsky.graph.list'))[0]?.value.name, `Other ${tag}`)
  await person.post(`/lists/${key}/people`, { people: 'omar.test', op: 'add' })
  assert.match(await (await person.get(href)).text(), new RegExp(`Other ${tag}.*4 people`, 's'))
  assert.match(await (await person.get(`/lists/${key}/delete`)).text(), /Edit the starter pack/)
})

test('two tabs: what each has changed of it counts; what both have comes back', async () => {
  const tabs = { path: `/starter-pack/edit/${key}`, field: 'description' }
  const links = `https://bsky.app/profile/${account.handle}/feed/one`
  const read = async () => (await foreign.com.atproto.repo.getRecord({ repo, collection, rkey: key })).data.value
  const [, second] = await saveInTwoTabs(person, tabs, [{ links }, { name: `Third ${tag}`, description: 'Both' }])
  assert.equal(second.status, 303, await second.text())
  const { name, description, feeds } = await read()
  assert.deepEqual([name, description, feeds], [`Third ${tag}`, 'Both', [{ uri: feed }]])
  const [, both] = await saveInTwoTabs(person, tabs, [{ 'feed[]': undefined, name: 'One' }, { name: 'Two' }])
  const html = await both.text()
  const back = Object.fromEntries(readFormWith(html, 'description'))
  assert.deepEqual([both.status, back.name, back['feed[]']], [409, 'Two', undefined])
  assert.equal((await person.post(tabs.path, back)).status, 303)
  const last = await read()
  assert.deepEqual([last.name, last.description, last.feeds], ['Two', 'Both', []])
})

test('nobody else changes it; it goes with its list and its entries, once', async () => {
  const other = await signInAs(server, await network.createAccount(`other-${tag}`))
  for (const page of ['edit', 'delete']) assert.equal((await other.get(`/starter-pack/${page}/${key}`)).status, 404)
  assert.equal((await other.post(`/starter-pack/edit/${key}`, { name: 'Theirs' })).status, 404)
  const gone = await person.post(`/starter-pack/delete/${key}`, {})
  assert.deepEqual([gone.status, gone.headers.get('location')], [303, '/lists?removed=4'])
  for (const name of [collection, 'app.bsky.graph.list', 'app.bsky.graph.listitem']) {
    assert.equal((await listOf(name)).length, 0, name)
  }
  assert.equal((await person.get(href)).status, 404)
  assert.equal((await person.post(`/starter-pack/delete/${key}`, {})).headers.get('location'), '/lists?removed=0')
})

test('gone back to, changed and sent again it is another pack', async () => {
  const fields = { key: keyIn(await (await person.get('/starter-pack/create')).text()), name: 'One', links: '' }
  const sent = ['ines.test', 'ines.test', 'ines.test kenji.test'].map((people) => ({ ...fields, people }))
  const places = []
  for (const one of sent) places.push((await person.post('/starter-pack/create', one)).headers.get('location'))
  assert.ok(places[0]?.startsWith('/starter-pack/') && places[0] === places[1] && places[1] !== places[2], `${places}`)
})
