// Lists: made, changed, filled, emptied, deleted, over HTTP with forms alone, and seen by another client.
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
import { openSession } from '../write-record.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(3).toString('hex')
const account = await network.createAccount(`lists-${tag}`)
const person = await signInAs(server, account)
const foreign = await openSession(network, account)
const json = { accept: 'application/json' }
const dids = Object.fromEntries(['ines', 'kenji', 'wren', 'omar'].map((name) => [name, network.account(name).did]))

const keyIn = (html: string) => /name="key" value="([a-z2-7]{13})"/.exec(html)?.[1] ?? ''
const rkeyOf = (path: string | null) => path?.split('/').at(-1) ?? ''
const getRecord = (rkey: string, collection = 'app.bsky.graph.list') =>
  foreign.com.atproto.repo.getRecord({ repo: account.did, collection, rkey })
const recordsOf = async (collection: string) => {
  const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection, limit: 100 })
  return data.records
}
const itemsOf = async (rkey: string) => {
  const values = (await recordsOf('app.bsky.graph.listitem')).map(({ value }) => value)
  return values.filter(({ list }) => String(list).endsWith(`/${rkey}`))
}
async function makeList(fields: Record<string, string>): Promise<string> {
  const key = keyIn(await (await person.get('/lists/new')).text())
  const answer = await person.post('/lists/new', { key, purpose: 'curate', description: '', ...fields })
  assert.equal(answer.status, 303, await answer.text())
  return answer.headers.get('location') ?? ''
}

test('a list sent five times at once is one list, valid, with the facets of its description', async () => {
  const key = keyIn(await (await person.get('/lists/new')).text())
  const description = 'With @ines.test and https://example.org'
  const fields = { key, name: `Moths ${tag}`, purpose: 'curate', description }
  const answers = await Promise.all(Array.from({ length: 5 }, () => person.post('/lists/new', fields)))
  const [path] = answers.map(({ headers }) => headers.get('location'))
  assert.ok(answers.every(({ status, headers }) => status === 303 && headers.get('location') === path))
  const { value } = (await getRecord(rkeyOf(path ?? ''))).data
  assert.ok(lexicons.validate('app.bsky.graph.list', value).success)
  assert.equal(value.purpose, 'app.bsky.graph.defs#curatelist')
  const features = (value.descriptionFacets as { features: { did?: string; uri?: string }[] }[]).map(
    (facet) => facet.features[0],
  )
  assert.deepEqual([features[0]?.did, features[1]?.uri], [dids.ines, 'https://example.org'])
  const page = await (await person.get(path ?? '')).text()
  assert.match(page, new RegExp(`<h1><bdi>Moths ${tag}`), 'shown at once')
  assert.match(await (await person.get('/lists')).text(), new RegExp(`Moths ${tag}`), 'listed at once')
  await waitFor('another client sees it', async () => {
    const { data } = await foreign.app.bsky.graph.getLists({ actor: account.did })
    return data.lists.filter(({ name }) => name === `Moths ${tag}`).length === 1
  })
})

test('a form with mistakes comes back with everything in it', async () => {
  const key = keyIn(await (await person.get('/lists/new')).text())
  const description = `${'word '.repeat(70)}<end>`
  const answer = await person.post('/lists/new', { key, name: 'n'.repeat(65), purpose: 'moderation', description })
  const html = await answer.text()
  assert.equal(answer.status, 422)
  for (const part of [
    'one has 1 too many',
    'A description has at most 300 characters',
    '&lt;end&gt;',
    `value="${key}"`,
    'value="moderation" checked',
  ]) {
    assert.ok(html.includes(part), part)
  }
  const empty = await person.post('/lists/new', { name: '  ' }, json)
  assert.deepEqual(
    [empty.status, await empty.json()],
    [422, { error: 'This list cannot be made yet.', errors: { name: 'Give the list a name.' } }],
  )
})

test('a list is changed, and what its record says besides stays', async () => {
  const path = await makeList({ name: 'Before', description: 'Old' })
  const rkey = rkeyOf(path)
  const { data } = await getRecord(rkey)
  await foreign.com.atproto.repo.putRecord({
    repo: account.did,
    collection: 'app.bsky.graph.list',
    rkey,
    record: { ...data.value, 'test.unknown': 'kept' },
  })
  const form = await (await person.get(`/lists/${rkey}/edit`)).text()
  assert.match(form, /value="Before"/)
  const answer = await person.post(`/lists/${rkey}/edit`, { name: `After ${tag}`, description: '' })
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, path])
  const { value } = (await getRecord(rkey)).data
  assert.deepEqual(
    [value.name, value.description, value['test.unknown'], value.purpose],
    [`After ${tag}`, undefined, 'kept', 'app.bsky.graph.defs#curatelist'],
  )
  assert.match(await (await person.get(path)).text(), new RegExp(`After ${tag}`), 'shown at once')
})

test('two tabs: what each has changed of a list counts; what both have comes back', async () => {
  const path = await makeList({ name: 'Two tabs', description: 'Old' })
  const rkey = rkeyOf(path)
  const tabs = { path: `/lists/${rkey}/edit`, field: 'description' }
  const [, second] = await saveInTwoTabs(person, tabs, [{ description: 'See @ines.test' }, { name: `Both ${tag}` }])
  assert.deepEqual([second.status, second.headers.get('location')], [303, path])
  const { value } = (await getRecord(rkey)).data
  assert.deepEqual([value.name, value.description], [`Both ${tag}`, 'See @ines.test'])
  assert.ok(value.descriptionFacets)
  const [, both] = await saveInTwoTabs(person, tabs, [{ name: 'One', description: 'New' }, { name: 'Other' }])
  const back = Object.fromEntries(readFormWith(await both.text(), 'description'))
  assert.deepEqual([both.status, back.name, back.description], [409, 'Other', 'New'])
  assert.equal((await person.post(tabs.path, back)).status, 303)
  const last = (await getRecord(rkey)).data.value
  assert.deepEqual([last.name, last.description], ['Other', 'New'])
})

test('somebody is put on lists from their profile and taken off them, what another client did stays', async () => {
  const first = rkeyOf(await makeList({ name: `One ${tag}` }))
  const second = rkeyOf(await makeList({ name: `Two ${tag}` }))
  const path = `/profile/${dids.kenji}/add-to-lists`
  assert.match(await (await person.get('/profile/kenji.test')).text(), /href="\/profile\/kenji.test\/add-to-lists"/)
  const added = await person.post(path, { 'on[]': first })
  assert.deepEqual([added.status, added.headers.get('location')], [303, `${path}?added=1&removed=0`])
  await person.post(path, { 'on[]': first })
  assert.equal((await itemsOf(first)).length, 1, 'sent twice it is one entry')
  const record = {
    $type: 'app.bsky.graph.listitem',
    subject: dids.kenji ?? '',
    list: `at://${account.did}/app.bsky.graph.list/${second}`,
    createdAt: new Date().toISOString(),
  }
  await foreign.com.atproto.repo.createRecord({ repo: account.did, collection: 'app.bsky.graph.listitem', record })
  const html = await (await person.get(`${path}?added=1`)).text()
  assert.match(html, /Added to 1 list\./)
  assert.match(html, new RegExp(`value="${first}" checked`))
  assert.match(html, new RegExp(`value="${second}" checked`), 'what another client did is there')
  // A form from before the other client came: it knows of the first list only.
  await person.post(path, { 'before[]': first })
  assert.deepEqual([(await itemsOf(first)).length, (await itemsOf(second)).length], [0, 1])
  const people = await (await person.get(`/profile/${account.did}/lists/${second}?tab=people`)).text()
  assert.match(people, /Remove<span class="sr"> /)
  const back = `/profile/${account.did}/lists/${second}?tab=people`
  for (let times = 0; times < 2; times += 1) {
    const off = await person.post(`/lists/${second}/member`, { did: dids.kenji ?? '', undo: '1', back })
    assert.deepEqual([off.status, off.headers.get('location')], [303, back])
  }
  assert.equal((await itemsOf(second)).length, 0)
  assert.match(await (await person.get(back)).text(), /Nobody here yet/)
})

test('a pasted list and a file, sent twice: each person once, and a report in words', async () => {
  const rkey = rkeyOf(await makeList({ name: `Bulk ${tag}` }))
  const path = `/lists/${rkey}/people`
  const people = `@ines.test, https://bsky.app/profile/kenji.test ${dids.wren}\nnobody-${tag}.test what`
  const file = new File([`handle,name\nomar.test,"Omar, of the coast"\nines.test,Ines\n`], 'people.csv')
  const send = async (op: string) => {
    const form = new FormData()
    form.set('people', people)
    form.set('file', file)
    form.set('op', op)
    const headers = { origin: server.url, cookie: person.cookie }
    return fetch(server.url + path, { method: 'POST', body: form, headers, redirect: 'manual' })
  }
  const first = await send('add')
  assert.equal(first.status, 303, await first.text())
  const report = await (await person.get(first.headers.get('location') ?? '')).text()
  for (const part of ['4 people added.', '1 person not found', '1 entry names nobody', `nobody-${tag}.test`, 'what']) {
    assert.ok(report.includes(part), `${part}: ${report.slice(report.indexOf('<main'), 6000)}`)
  }
  const subjects = (await itemsOf(rkey)).map(({ subject }) => subject)
  assert.deepEqual(subjects.sort(), Object.values(dids).sort())
  const again = await send('add')
  const second = await (await person.get(again.headers.get('location') ?? '')).text()
  assert.match(second, /4 people are on it already\./)
  assert.equal((await itemsOf(rkey)).length, 4)
  await waitFor('another client sees them', async () => {
    const { data } = await foreign.app.bsky.graph.getList({ list: `at://${account.did}/app.bsky.graph.list/${rkey}` })
    return data.items.length === 4
  })
  const off = await (await person.get((await send('remove')).headers.get('location') ?? '')).text()
  assert.match(off, /4 people taken off\./)
  assert.equal((await itemsOf(rkey)).length, 0)
  const empty = await person.post(path, { people: ' ', op: 'add' })
  assert.equal(empty.status, 422)
  assert.match(await empty.text(), /Name at least one person/)
  const many = Array.from({ length: 5001 }, (_, at) => `p${at}.test`).join(' ')
  const refused = await person.post(path, { people: many, op: 'add' })
  const html = await refused.text()
  assert.equal(refused.status, 413)
  assert.ok(html.includes('5001 people') && html.includes('p4999.test'), 'the form comes back with everything in it')
})

test('a list goes with its entries, and says how many; sent twice it is gone once', async () => {
  const rkey = rkeyOf(await makeList({ name: `Gone ${tag}`, purpose: 'moderation' }))
  const writes = Array.from({ length: 230 }, (_, at) => ({
    $type: 'com.atproto.repo.applyWrites#create' as const,
    collection: 'app.bsky.graph.listitem',
    value: {
      subject: `did:plc:${String(at).padStart(24, 'a')}`,
      list: `at://${account.did}/app.bsky.graph.list/${rkey}`,
      createdAt: new Date().toISOString(),
    },
  }))
  for (const part of [writes.slice(0, 200), writes.slice(200)])
    await foreign.com.atproto.repo.applyWrites({ repo: account.did, writes: part })
  const question = await (await person.get(`/lists/${rkey}/delete`)).text()
  assert.match(question, /230 people on it/)
  const answer = await person.post(`/lists/${rkey}/delete`, {})
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/lists?removed=230'])
  await assert.rejects(getRecord(rkey))
  assert.equal((await itemsOf(rkey)).length, 0)
  const lists = await (await person.get('/lists?removed=230')).text()
  assert.match(lists, /and with it 230 entries/)
  assert.ok(!lists.includes(`Gone ${tag}`), 'gone at once')
  const twice = await person.post(`/lists/${rkey}/delete`, {})
  assert.deepEqual([twice.status, twice.headers.get('location')], [303, '/lists'])
  assert.equal((await person.get(`/lists/${rkey}/delete`)).status, 404)
})

test('nobody changes the lists of others, and strangers are asked to sign in', async () => {
  const rkey = rkeyOf(await makeList({ name: `Mine ${tag}` }))
  const other = await signInAs(server, await network.createAccount(`other-${tag}`))
  for (const path of ['', '/edit', '/delete', '/people']) {
    assert.equal((await other.get(`/lists/${rkey}${path}`)).status, 404, path)
  }
  assert.equal((await other.post(`/lists/${rkey}/edit`, { name: 'Theirs' })).status, 404)
  assert.equal((await other.post(`/lists/${rkey}/member`, { did: dids.omar ?? '' })).status, 404)
  assert.equal((await getRecord(rkey)).data.value.name, `Mine ${tag}`)
  const stranger = await fetch(`${server.url}/lists/${rkey}/edit`, { redirect: 'manual' })
  assert.equal(stranger.status, 303)
})

test('a moderation list is muted and blocked by once, shown at once, and no longer', async () => {
  const loud = network.lists['loud-before-nine']?.uri ?? ''
  const path = `/profile/${loud.split('/')[2]}/lists/${rkeyOf(loud)}`
  const act = (name: string) => person.post('/lists/subscribe', { uri: loud, act: name, back: path })
  const blocks = () => recordsOf('app.bsky.graph.listblock')
  const answers = await Promise.all(['block', 'block', 'mute', 'mute'].map(act))
  assert.ok(answers.every(({ status, headers }) => status === 303 && headers.get('location') === path))
  const [block, ...more] = await blocks()
  assert.ok(block && more.length === 0 && lexicons.validate('app.bsky.graph.listblock', block.value).success)
  assert.match(await (await person.get(path)).text(), /You block everybody on this list\..*Unmute everybody.*Unblock/s)
  await waitFor('another client sees both', async () => {
    const [mutes, blocked] = await Promise.all([
      foreign.app.bsky.graph.getListMutes({}),
      foreign.app.bsky.graph.getListBlocks({}),
    ])
    return [mutes, blocked].every(({ data }) => data.lists.some(({ uri }) => uri === loud))
  })
  assert.match(await (await person.get('/moderation/modlists')).text(), /You mute or block by/)
  await Promise.all(['unblock', 'unmute', 'unblock'].map(act))
  assert.equal((await blocks()).length, 0)
  const page = await (await person.get(path)).text()
  assert.ok(page.includes('Mute everybody') && page.includes('Block everybody') && !page.includes('You block'))
  const curated = network.lists['kiln-openers']?.uri ?? ''
  assert.equal((await person.post('/lists/subscribe', { uri: curated, act: 'block', back: '/' })).status, 422)
  assert.equal((await person.post('/lists/subscribe', { uri: loud, act: 'x', back: '/' })).status, 400)
  assert.equal((await person.post('/lists/subscribe', { uri: `${curated}-gone`, act: 'mute', back: '/' })).status, 404)
})

test('an own list that the AppView does not know yet can be muted and blocked by', async () => {
  // Its name is longer than the lexicon allows: the AppView never takes it.
  const record = { $type: 'app.bsky.graph.list', name: 'x'.repeat(65), purpose: 'app.bsky.graph.defs#modlist' }
  const { data } = await foreign.com.atproto.repo.createRecord({
    repo: account.did,
    collection: record.$type,
    record: { ...record, createdAt: new Date().toISOString() },
    validate: false,
  })
  const act = (name: string) => person.post('/lists/subscribe', { uri: data.uri, act: name, back: '/lists' })
  for (const name of ['mute', 'block', 'unmute', 'unblock']) assert.equal((await act(name)).status, 303, name)
  await foreign.com.atproto.repo.deleteRecord({ repo: account.did, collection: record.$type, rkey: rkeyOf(data.uri) })
  assert.equal((await act('mute')).status, 404, 'and one that is gone cannot')
})

test('a form gone back to, changed and sent again makes another list', async () => {
  const key = keyIn(await (await person.get('/lists/new')).text())
  for (const purpose of ['curate', 'private']) {
    const places = []
    for (const name of ['First', 'First', 'Second']) {
      const answer = await person.post('/lists/new', { key, name, description: '', purpose })
      places.push(answer.headers.get('location') ?? '')
    }
    const [first, again = '', second = ''] = places
    assert.ok(first === again && again !== second, `${places}`)
    assert.match(await (await person.get(second)).text(), /Second/)
  }
})
