// Muted words and reports: what their forms do, sent twice and refused, and what the network has of it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeActScene } from '../act-scene.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const { own, other, root, reply } = await makeActScene(network, 'words')
const person = await signInAs(server, own.account)
const { cookie } = person
const words = '/moderation/muted-words'
const rkey = reply.split('/').at(-1)

type Preference = Record<string, unknown> & { items?: Record<string, unknown>[] }
const read = async () => (await own.agent.app.bsky.actor.getPreferences({})).data.preferences as unknown as Preference[]
const muted = async () =>
  (await read()).find(({ $type }) => $type === 'app.bsky.actor.defs#mutedWordsPref')?.items ?? []
const page = async (path: string) => (await person.get(path)).text()

/** Sends the form, which must be answered with the way back. */
async function save(fields: Record<string, string>): Promise<void> {
  const answer = await person.post(words, fields)
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, `${words}?saved=1`])
}

test('mutes words with rules, lets go of one and takes that back, and keeps every other preference', async () => {
  const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
  await own.agent.app.bsky.actor.putPreferences({ preferences: [...(await read()), teapot] as never })
  const form = { op: 'mute', words: '#Ships\r\ntoday', days: '7', place: 'everywhere', spares: '1' }
  await Promise.all([save(form), save(form)])
  const items = await muted()
  assert.deepEqual(
    items.map(({ value, targets, actorTarget }) => [value, targets, actorTarget]),
    [
      ['Ships', ['content', 'tag'], 'exclude-following'],
      ['today', ['content', 'tag'], 'exclude-following'],
    ],
  )
  const days = (Date.parse(String(items[0]?.expiresAt)) - Date.now()) / 86_400_000
  assert.ok(days > 6.9 && days <= 7)
  const html = await page(words)
  assert.match(html, /class="said".*Muted 2 words.*Undo/s)
  assert.match(html, /Ships.*Not from people you follow · Until/s)
  const thread = `/profile/${own.account.did}/post/${root.split('/').at(-1)}`
  assert.match(await page(thread), /Contains your muted word “today”/, 'shown at once')
  const key = String(items[1]?.id)
  await save({ remove: key })
  assert.deepEqual(
    (await muted()).map(({ value }) => value),
    ['Ships'],
  )
  const undo = await page(words)
  const fields = Object.fromEntries(
    [...(undo.match(/class="said".*?<\/form>/s)?.[0] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value],
    ),
  ) as Record<string, string>
  await save(fields)
  assert.deepEqual(
    (await muted()).map(({ value, expiresAt }) => [value, expiresAt]),
    [
      ['Ships', items[0]?.expiresAt],
      ['today', items[1]?.expiresAt],
    ],
  )
  assert.ok((await read()).some(({ brew }) => brew === 'oolong'))
})

test('all words as text: what differs is changed, what another tab did stays', async () => {
  const known = 'Ships\ntoday'
  await save({ op: 'mute', words: 'elsewhere' })
  await save({ op: 'edit', known, words: 'today\r\nkiln\r\n' })
  assert.deepEqual(
    (await muted()).map(({ value, actorTarget }) => [value, actorTarget]),
    [
      ['today', 'exclude-following'],
      ['elsewhere', 'all'],
      ['kiln', 'all'],
    ],
  )
  await save({ op: 'edit', known: 'today\nelsewhere\nkiln', words: '' })
  assert.deepEqual(await muted(), [])
})

const reason = 'tools.ozone.report.defs#reasonMisleadingSpam'

test('reports a post and an account to the real moderators, once', async () => {
  for (const subject of [reply, other.account.did]) {
    const form = await page(`/report?subject=${encodeURIComponent(subject)}`)
    assert.match(form, /The moderators of your own server/)
    const fields = { subject, reason, to: '', text: 'It counts too much.' }
    const answers = await Promise.all([person.post('/report', fields), person.post('/report', fields)])
    const href =
      subject === reply ? `/profile/${other.account.handle}/post/${rkey}` : `/profile/${other.account.handle}`
    for (const answer of answers) assert.deepEqual([answer.status, answer.headers.get('location')], [303, href])
    assert.match(await page(href), /class="said".*Your report has gone to/s)
    // What was mended is another report, and ends like the first.
    const mended = await person.post('/report', { ...fields, text: 'It counts far too much.' })
    assert.deepEqual([mended.status, mended.headers.get('location')], [303, href])
    assert.match(await page(href), /class="said".*Your report has gone to/s)
  }
})

test('feeds, lists and starter packs are reported from their pages', async () => {
  const { did } = other.account
  const write = async (collection: string, record: Record<string, unknown>) => {
    const value = { $type: collection, createdAt: new Date().toISOString(), ...record }
    return (await other.agent.com.atproto.repo.createRecord({ repo: did, collection, record: value })).data.uri
  }
  const name = 'Ships of today'
  const feed = await write('app.bsky.feed.generator', { did, displayName: name })
  const list = await write('app.bsky.graph.list', { name, purpose: 'app.bsky.graph.defs#curatelist' })
  const ranks = await write('app.bsky.graph.list', { name, purpose: 'app.bsky.graph.defs#modlist' })
  const reference = await write('app.bsky.graph.list', { name, purpose: 'app.bsky.graph.defs#referencelist' })
  await write('app.bsky.graph.listitem', { list: reference, subject: did })
  const pack = await write('app.bsky.graph.starterpack', { name, list: reference })
  const { feed: feeds, graph } = own.agent.app.bsky
  const places = [
    { uri: feed, at: `/profile/${did}/feed/`, ask: () => feeds.getFeedGenerators({ feeds: [feed] }) },
    { uri: list, at: `/profile/${did}/lists/`, ask: () => graph.getList({ list }) },
    { uri: ranks, at: `/profile/${did}/lists/`, ask: () => graph.getList({ list: ranks }) },
    { uri: pack, at: `/starter-pack/${did}/`, ask: () => graph.getStarterPack({ starterPack: pack }) },
  ]
  for (const { uri, at, ask } of places) {
    await waitFor(`the AppView has ${uri}`, async () => JSON.stringify((await ask()).data).includes(uri))
    const html = await page(at + uri.split('/').at(-1))
    const link = html.match(/href="(\/report\?subject=[^"]*)" aria-label="Report this/)?.[1] ?? ''
    assert.equal(new URLSearchParams(link.split('?')[1]).get('subject'), uri, html)
    assert.match(await page(link), /Ships of today/)
    const answer = await person.post('/report', { subject: uri, reason, to: '' })
    assert.equal(answer.status, 303, await answer.text())
    assert.match(answer.headers.get('location') ?? '', new RegExp(`/${uri.split('/').at(-1)}$`))
  }
  const mine = await own.agent.app.bsky.graph.list.create(
    { repo: own.account.did },
    { name, purpose: 'app.bsky.graph.defs#curatelist', createdAt: new Date().toISOString() },
  )
  await waitFor('the AppView has the own list', async () => (await graph.getList({ list: mine.uri })).data.list.uri)
  assert.doesNotMatch(await page(`/profile/${own.account.did}/lists/${mine.uri.split('/').at(-1)}`), /Report this/)
})

test('reports to a labeler that somebody subscribes to', async () => {
  const labelers = { $type: 'app.bsky.actor.defs#labelersPref', labelers: [{ did: network.modServiceDid }] }
  await own.agent.app.bsky.actor.putPreferences({ preferences: [...(await read()), labelers] as never })
  // A change made elsewhere is known here after some minutes, or after one made here.
  await save({ op: 'mute', words: 'x' })
  const form = await page(`/report?subject=${encodeURIComponent(reply)}`)
  assert.match(form, new RegExp(`name="to" value="${network.modServiceDid}"`))
  const answer = await person.post(
    '/report',
    { subject: reply, reason: 'tools.ozone.report.defs#reasonHarassmentTroll', to: network.modServiceDid },
    { accept: 'application/json' },
  )
  assert.deepEqual([answer.status, ((await answer.json()) as { reported: boolean }).reported], [200, true])
})

testScenarios(server, [
  {
    name: 'no word',
    path: words,
    body: { op: 'mute', words: ' # \n' },
    cookie,
    status: 422,
    contains: ['There is no word to mute yet'],
  },
  {
    name: 'a word that is too long comes back',
    path: words,
    body: { op: 'mute', words: 'w'.repeat(1001), days: '7' },
    cookie,
    status: 422,
    contains: ['w'.repeat(1001), 'value="7" selected'],
  },
  { name: 'a form that says nothing', path: words, body: {}, cookie, status: 400 },
  { name: 'muted words, signed out', path: words, status: 303 },
  {
    name: 'a report of nothing',
    path: '/report?subject=x',
    cookie,
    status: 400,
    contains: ['nothing that can be reported'],
  },
  {
    name: 'a report of what is gone',
    path: `/report?subject=at://${own.account.did}/app.bsky.feed.post/3aaaaaaaaaaaa`,
    cookie,
    status: 404,
  },
  {
    name: 'a report without a reason comes back',
    path: '/report',
    body: { subject: reply, to: '', text: '<b>why</b>' },
    cookie,
    status: 422,
    contains: ['Say why you report it', '&lt;b&gt;why'],
    lacks: ['<b>why'],
  },
  {
    name: 'a report to nobody comes back',
    path: '/report',
    body: { subject: reply, reason, to: 'did:plc:x' },
    cookie,
    status: 422,
    contains: ['Say to whom'],
  },
  { name: 'a report, signed out', path: '/report', body: { subject: reply, reason, to: '' }, status: 401 },
])
