// Settings that lie on the network: what each form changes there, as another client sees it, and what it leaves alone.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createWriter } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { readFormTo, readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

type Entry = Record<string, unknown>
const $type = (kind: string) => `app.bsky.actor.defs#${kind}`

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const writer = await createWriter(network, 'sets')
const other = await createWriter(network, 'sets-other')
const { agent } = writer
const person = await signInAs(server, { did: writer.did, handle: writer.handle, password: 'night-train-31' })
const marsh = network.account('marsh')
const list = 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.graph.list/x'

/** What a newer client than this box knows of. */
const strange: Entry[] = [
  { $type: $type('teapotPref'), brew: 'oolong', cups: [1, { of: 'tea' }] },
  {
    $type: $type('feedViewPref'),
    feed: 'home',
    hideRepliesByUnfollowed: true,
    hideRepliesByLikeCount: 7,
    tint: 'blue',
  },
  {
    $type: $type('feedViewPref'),
    feed: 'at://x/app.bsky.feed.generator/y',
    hideReposts: true,
    hideRepliesByUnfollowed: true,
  },
  { $type: $type('threadViewPref'), sort: 'hotness', depth: 9 },
  { $type: $type('adultContentPref'), enabled: false, since: 'ever' },
  { $type: $type('contentLabelPref'), label: 'nudity', visibility: 'warn', why: 'taste' },
  { $type: $type('labelersPref'), labelers: [{ did: marsh.did, note: 'birds' }], extra: 1 },
  { $type: $type('hiddenPostsPref'), items: [`at://${writer.did}/app.bsky.feed.post/gone`], extra: 2 },
  {
    $type: $type('savedFeedsPrefV2'),
    items: [
      { id: 'one', type: 'timeline', value: 'following', pinned: true, glow: 1 },
      { id: 'two', type: 'list', value: list, pinned: true },
      { id: 'odd', type: 'hologram', value: 'h', pinned: false },
    ],
    extra: 3,
  },
]
await agent.app.bsky.actor.putPreferences({ preferences: strange as never })

async function read(): Promise<Entry[]> {
  return (await agent.app.bsky.actor.getPreferences({})).data.preferences as unknown as Entry[]
}

async function entry(kind: string, where: Entry = {}): Promise<Entry> {
  const found = (await read()).findLast(
    (preference) =>
      preference.$type === $type(kind) && Object.entries(where).every(([name, value]) => preference[name] === value),
  )
  return found ?? {}
}

/** Sends a form as a page does; it must lead back to `to` and say there that it is saved. */
async function save(path: string, fields: Record<string, string>, to = `${path}?saved=1`): Promise<void> {
  const answer = await person.post(path, fields)
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, to], await answer.text())
  const html = await (await person.get(to)).text()
  assert.match(html, /role="status">\s*Saved\./)
}

test('Following', async () => {
  const before = await (await person.get('/settings/following-feed')).text()
  assert.match(before, /name="replies" checked/)
  assert.doesNotMatch(before, /name="anybody" checked/)
  await save('/settings/following-feed', { anybody: 'on', quotes: 'on' })
  assert.deepEqual(await entry('feedViewPref', { feed: 'home' }), {
    ...strange[1],
    hideReplies: true,
    hideRepliesByUnfollowed: false,
    hideReposts: true,
    hideQuotePosts: false,
  })
})

test('threads: an order, as a tree or not', async () => {
  await save('/settings/threads', { order: 'top', shape: 'linear' })
  assert.deepEqual(await entry('threadViewPref'), { ...strange[3], lab_treeViewEnabled: false })
  await save('/settings/threads', { order: 'newest', shape: 'tree' })
  assert.deepEqual(await entry('threadViewPref'), { ...strange[3], sort: 'newest', lab_treeViewEnabled: true })
})

test('labels: only what was changed in this form is written; another tab’s choice stays', async () => {
  const html = await (await person.get('/moderation')).text()
  assert.match(html, /name="label nudity" value="warn" checked/)
  assert.match(html, new RegExp(`name="label predation ${marsh.did}"`))
  const was = JSON.parse(Object.fromEntries(readFormTo(html, '/moderation')).was ?? '')
  assert.partialDeepStrictEqual(was, {
    adult: false,
    'label nudity': 'warn',
    'label porn': 'hide',
    'label sexual': 'warn',
  })
  // The other tab, open at the same time.
  await save('/moderation', { was: JSON.stringify(was), 'label sexual': 'hide' })
  await save('/moderation', {
    was: JSON.stringify(was),
    adult: 'on',
    'label sexual': 'warn',
    'label nudity': 'ignore',
    'label porn': 'hide',
    [`label predation ${marsh.did}`]: 'hide',
    'label rubbish': 'hide',
    'label predation did:plc:nobody': 'hide',
  })
  assert.deepEqual(await entry('adultContentPref'), { ...strange[4], enabled: true })
  assert.deepEqual(await entry('contentLabelPref', { label: 'nudity' }), { ...strange[5], visibility: 'ignore' })
  assert.equal((await entry('contentLabelPref', { label: 'sexual' })).visibility, 'hide')
  assert.deepEqual(await entry('contentLabelPref', { label: 'porn' }), {}, 'what is not chosen is not written')
  assert.equal((await entry('contentLabelPref', { label: 'predation', labelerDid: marsh.did })).visibility, 'hide')
  assert.deepEqual(await entry('contentLabelPref', { label: 'rubbish' }), {})
  assert.deepEqual(await entry('contentLabelPref', { labelerDid: 'did:plc:nobody' }), {})
})

const following = { path: '/settings/following-feed', field: 'replies' }
const threads = { path: '/settings/threads', field: 'order' }

test('two tabs: what each has changed counts, of Following and of threads', async () => {
  await save('/settings/following-feed', { replies: 'on', reposts: 'on', quotes: 'on' })
  await save('/settings/threads', { order: 'top', shape: 'tree' })
  for (const answer of [
    ...(await saveInTwoTabs(person, following, [{ reposts: undefined }, { anybody: 'on', quotes: undefined }])),
    ...(await saveInTwoTabs(person, threads, [{ order: 'oldest' }, { shape: 'linear' }])),
  ]) {
    assert.equal(answer.status, 303)
  }
  assert.partialDeepStrictEqual(await entry('feedViewPref', { feed: 'home' }), {
    hideReplies: false,
    hideRepliesByUnfollowed: false,
    hideReposts: true,
    hideQuotePosts: true,
  })
  assert.partialDeepStrictEqual(await entry('threadViewPref'), { sort: 'oldest', lab_treeViewEnabled: false })
})

test('two tabs: what both have changed comes back with a sentence, and is saved the next time', async () => {
  const [, orders] = await saveInTwoTabs(person, threads, [{ order: 'newest', shape: 'tree' }, { order: 'top' }])
  assert.equal(orders.status, 409)
  const html = await orders.text()
  assert.match(html, /role="alert".*changed somewhere else meanwhile/s)
  const back = Object.fromEntries(readFormWith(html, 'order'))
  assert.deepEqual([back.order, back.shape], ['top', 'tree'])
  assert.equal((await entry('threadViewPref')).sort, 'newest')
  await save('/settings/threads', back)
  assert.partialDeepStrictEqual(await entry('threadViewPref'), { sort: 'hotness', lab_treeViewEnabled: true })
  const labels = { path: '/moderation', field: 'adult' }
  const [, other] = await saveInTwoTabs(person, labels, [{ 'label nudity': 'hide' }, { 'label nudity': 'warn' }])
  const form = Object.fromEntries(readFormTo(await other.text(), '/moderation'))
  assert.deepEqual([other.status, form['label nudity']], [409, 'warn'])
  await save('/moderation', form)
  assert.equal((await entry('contentLabelPref', { label: 'nudity' })).visibility, 'warn')
})

test('eight tabs that say different things at the same moment all count', async () => {
  const words = Array.from({ length: 4 }, (_, at) => `moment ${at}`)
  const answers = await Promise.all([
    person.post('/settings/following-feed', { replies: 'on', was: '{"showsReplies":false}' }),
    person.post('/settings/threads', { order: 'oldest', was: '{"order":"top","isTree":true}' }),
    person.post('/moderation', { 'label sexual': 'ignore', was: '{"label sexual":"hide"}' }),
    person.post('/settings/saved-feeds', { id: 'odd', op: 'down' }),
    ...words.map((word) => person.post('/moderation/muted-words', { op: 'mute', words: word })),
  ])
  for (const answer of answers) assert.equal(answer.status, 303, await answer.text())
  assert.equal((await entry('feedViewPref', { feed: 'home' })).hideReplies, false)
  assert.equal((await entry('threadViewPref')).sort, 'oldest')
  assert.equal((await entry('contentLabelPref', { label: 'sexual' })).visibility, 'ignore')
  const items = (await entry('mutedWordsPref')).items as Entry[]
  assert.deepEqual(items.map(({ value }) => value).sort(), words)
})

test('labelers are left and subscribed to, by handle, as often as a form is sent', async () => {
  const send = (fields: Record<string, string>) => save('/moderation/labelers', fields, '/moderation?saved=1')
  await send({ actor: marsh.did, undo: '1' })
  assert.deepEqual(await entry('labelersPref'), { ...strange[6], labelers: [] })
  await Promise.all([send({ actor: `@${marsh.handle}` }), send({ actor: marsh.handle })])
  assert.deepEqual(await entry('labelersPref'), { ...strange[6], labelers: [{ did: marsh.did }] })
  const back = `/profile/${marsh.handle}/labeler`
  const answer = await person.post('/moderation/labelers', { actor: marsh.did, back })
  assert.equal(answer.headers.get('location'), `${back}?saved=1`)
})

test('who is no labeler is refused in a sentence, and what was typed comes back', async () => {
  const answer = await person.post('/moderation/labelers', { actor: other.handle })
  const html = await answer.text()
  assert.equal(answer.status, 404)
  assert.match(html, /This account runs no labeler\./)
  assert.match(html, new RegExp(`name="actor" value="${other.handle}"`))
})

test('the order of feeds: moved, pinned, unpinned, removed; sent twice it is the same', async () => {
  const order = async () =>
    ((await entry('savedFeedsPrefV2')).items as Entry[]).map(({ id, pinned }) => `${id}${pinned ? '' : '-'}`).join(' ')
  await save('/settings/saved-feeds', { id: 'two', op: 'up' })
  assert.equal(await order(), 'two one odd-')
  await Promise.all([1, 2].map(() => save('/settings/saved-feeds', { id: 'odd', op: 'pin' })))
  assert.equal(await order(), 'two one odd')
  await save('/settings/saved-feeds', { id: 'odd', op: 'up' })
  await save('/settings/saved-feeds', { id: 'two', op: 'remove' })
  assert.equal(await order(), 'odd one')
  const { items, extra } = await entry('savedFeedsPrefV2')
  assert.deepEqual(
    [(items as Entry[])[1], extra],
    [{ id: 'one', type: 'timeline', value: 'following', pinned: true, glow: 1 }, 3],
  )
  assert.match(await (await person.get('/settings/saved-feeds')).text(), /Something this version does not know/)
})

test('hidden posts are listed, those that are gone too, and shown again', async () => {
  const post = await writer.post('Hidden somewhere else')
  await writer.settle([post])
  const hidden = await entry('hiddenPostsPref')
  const preferences = (await read()).map((known) =>
    known.$type === hidden.$type ? { ...known, items: [...(hidden.items as string[]), post.uri] } : known,
  )
  await agent.app.bsky.actor.putPreferences({ preferences: preferences as never })
  const html = await (await person.get('/moderation/hidden-posts')).text()
  assert.match(html, /Hidden somewhere else.*Show again.*Take off this list/s)
  await save('/moderation/hidden-posts', { uri: post.uri })
  assert.deepEqual(await entry('hiddenPostsPref'), strange[7])
  await save('/moderation/hidden-posts', { all: '1' })
  assert.deepEqual(await entry('hiddenPostsPref'), { ...strange[7], items: [] })
})

test('muted and blocked people are listed and let go', async () => {
  await agent.app.bsky.graph.muteActor({ actor: other.did })
  await writer.write('app.bsky.graph.block', { subject: other.did })
  for (const [path, word] of [
    ['/moderation/muted-accounts', 'Unmute'],
    ['/moderation/blocked-accounts', 'Unblock'],
  ] as const) {
    await waitFor(`${path} lists them`, async () => (await (await person.get(path)).text()).includes(other.handle))
    assert.match(await (await person.get(path)).text(), new RegExp(word))
    await Promise.all([1, 2].map(() => save(path, { did: other.did })))
    assert.doesNotMatch(await (await person.get(path)).text(), new RegExp(other.handle), 'gone at once')
  }
  const blocks = { repo: writer.did, collection: 'app.bsky.graph.block' }
  assert.deepEqual((await agent.com.atproto.repo.listRecords(blocks)).data.records, [])
  await waitFor('the AppView knows it', async () => (await agent.app.bsky.graph.getMutes({})).data.mutes.length === 0)
})

test('after all of that, what this box does not know of is as it was', async () => {
  const now = await read()
  for (const known of [strange[0], strange[2]]) {
    assert.deepEqual(
      now.find((preference) => preference.$type === known?.$type && preference.feed === known?.feed),
      known,
    )
  }
})

testScenarios(server, [
  ...['', '/following-feed', '/threads', '/saved-feeds', '/content-and-media'].map((path) => ({
    name: `signed out, /settings${path} leads to signing in`,
    path: `/settings${path}`,
    status: 303,
    location: `/sign-in?next=${encodeURIComponent(`/settings${path}`)}`,
  })),
  { name: 'signed out, /moderation keeps what was chosen', path: '/moderation', body: { adult: 'on' }, status: 401 },
  ...['/moderation/muted-accounts', '/moderation/hidden-posts'].map((path) => ({
    name: `signed out, ${path} changes nothing`,
    path,
    body: { did: other.did },
    status: 303,
    location: `/sign-in?next=${encodeURIComponent(path)}`,
  })),
  {
    name: 'a form that names nobody',
    path: '/moderation/muted-accounts',
    body: { did: 'everybody' },
    cookie: person.cookie,
    status: 400,
    contains: ['This form names nobody.'],
  },
  {
    name: 'a program gets JSON',
    path: '/settings/threads',
    body: { order: 'oldest', shape: 'tree' },
    headers: { accept: 'application/json' },
    cookie: person.cookie,
    status: 200,
    contains: ['{"saved":true}'],
  },
])
