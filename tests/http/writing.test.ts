// Writing over HTTP, seen from another client: posts, replies, quotes, likes, reposts, follows; everything sent twice.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AppBskyFeedPost, AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { send, signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const account = await network.createAccount(`writer-${randomBytes(2).toString('hex')}`)
const cookie = await signIn(server, account)
const foreign = new AtpAgent({ service: network.pdsUrl })
await foreign.login({ identifier: account.handle, password: account.password })
const uri = (key: string) => network.posts[key]?.uri ?? ''
const json = { accept: 'application/json' }

async function post(path: string, body: Record<string, string>, headers: Record<string, string> = json) {
  const answer = await send(server, { name: path, path, body, headers: { ...headers, ...origin() }, cookie })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  return { status: answer.status, location: answer.headers.get('location'), data: isJson ? JSON.parse(text) : { text } }
}
const origin = () => ({ origin: server.url, 'content-type': 'application/x-www-form-urlencoded' })

async function freshRkey(path = '/compose'): Promise<string> {
  const html = await (await send(server, { name: path, path, cookie })).text()
  return html.match(/name="rkey\[\]" value="(\w+)"/)?.[1] ?? ''
}

async function records(collection: string) {
  const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection, limit: 100 })
  return data.records
}

test('a post sent twice at once and once more is one post, valid, with facets by bytes', async () => {
  const text = 'Zażółć 👩‍👩‍👧 @tomas.test and @nobody.test, example.com/a, #NightTrains'
  const body = { rkey: await freshRkey(), text: `${text}\r\n\r\n\r\n\r\nEnd `, lang: 'pl', plain: 'nobody.test' }
  const answers = [...(await Promise.all([post('/post', body), post('/post', body)])), await post('/post', body)]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal(new Set(answers.map(({ data }) => data.uri)).size, 1)
  const { data } = await foreign.com.atproto.repo.getRecord({
    repo: account.did,
    collection: 'app.bsky.feed.post',
    rkey: body.rkey,
  })
  const record = data.value as AppBskyFeedPost.Record
  assert.ok(AppBskyFeedPost.validateRecord(record).success)
  assert.equal(record.text, `${text}\n\nEnd`)
  assert.deepEqual(record.langs, ['pl'])
  const cut = record.facets?.map(({ index }) =>
    Buffer.from(record.text).subarray(index.byteStart, index.byteEnd).toString(),
  )
  assert.deepEqual(cut?.sort(), ['#NightTrains', '@tomas.test', 'example.com/a'])
  assert.equal((await records('app.bsky.feed.post')).filter(({ value }) => value.text === record.text).length, 1)
})

test('a reply carries root and parent, a quote its record; the form leads to the thread', async () => {
  const body = { rkey: await freshRkey(), text: 'Both', lang: 'en', reply: uri('sleeper'), quote: uri('wren-weight') }
  const { status, location } = await post('/post', body, {})
  assert.equal(status, 303)
  const { data } = await foreign.com.atproto.repo.getRecord({
    repo: account.did,
    collection: 'app.bsky.feed.post',
    rkey: body.rkey,
  })
  const { reply, embed } = data.value as AppBskyFeedPost.Record & { embed: { record: { uri: string } } }
  assert.deepEqual([reply?.root.uri, reply?.parent.uri], [uri('poll'), uri('sleeper')])
  assert.equal(embed.record.uri, uri('wren-weight'))
  // Whether or not the AppView has it by now, the page shows the post and what it answers.
  const page = await send(server, { name: 'thread', path: location ?? '', cookie })
  const html = await page.text()
  assert.equal(page.status, 200)
  assert.match(html, /class="focus".*Both/s)
  assert.match(html, /Barcelona–Hendaye/)
})

testScenarios(server, [
  {
    name: 'an empty post comes back',
    path: '/post',
    body: { text: ' \n ', rkey: '3kaaaaaaaaaaa', lang: 'nb' },
    cookie,
    status: 422,
    contains: ['There is nothing to post yet', 'value="3kaaaaaaaaaaa"', 'value="nb" selected', 'aria-invalid="true"'],
  },
  {
    name: 'a post of 301 graphemes comes back whole, with what it is about',
    path: '/post',
    body: { text: `<i>${'é'.repeat(298)}`, rkey: '3kaaaaaaaaaab', reply: uri('sleeper'), quote: uri('wren-weight') },
    cookie,
    status: 422,
    contains: ['1 character too many', `&lt;i&gt;${'é'.repeat(298)}`, 'Barcelona–Hendaye', 'pound coin'],
    lacks: ['<i>é'],
  },
  {
    name: 'a post of more than 3000 bytes comes back',
    path: '/post',
    body: { text: '👨‍👩‍👧‍👦'.repeat(130) },
    cookie,
    status: 422,
    contains: ['3250 bytes'],
  },
  {
    name: 'a reply to what is gone comes back',
    path: '/post',
    body: { text: 'Hello?', reply: `at://${network.account('ines').did}/app.bsky.feed.post/3aaaaaaaaaaaa` },
    cookie,
    status: 404,
    contains: ['Hello?', 'is gone'],
  },
  {
    name: 'a post by nobody leads to signing in, and back to its text',
    path: '/post',
    body: { text: 'Keep me', reply: uri('sleeper') },
    status: 303,
    location: `/sign-in?${new URLSearchParams({ next: `/compose?${new URLSearchParams({ text: 'Keep me', reply: uri('sleeper') })}` })}`,
  },
  { name: 'a like of nothing', path: '/post/like', body: { uri: 'x' }, cookie, status: 400 },
  {
    name: 'a like by nobody, by a program',
    path: '/post/like',
    body: { uri: uri('sleeper') },
    headers: json,
    status: 401,
  },
  {
    name: 'deleting what is somebody else’s',
    path: '/post/delete',
    body: { uri: uri('sleeper') },
    cookie,
    status: 403,
    contains: ['Only the author'],
  },
])

for (const kind of ['like', 'repost'] as const) {
  test(`a ${kind} sent many times at once is one ${kind}, and so is taking it back`, async () => {
    const collection = `app.bsky.feed.${kind}`
    const subject = (await foreign.post({ text: `To ${kind}.` })).uri
    await waitFor('the AppView has the post', async () => {
      const { data } = await foreign.app.bsky.feed.getPosts({ uris: [subject] })
      return data.posts.length === 1
    })
    const act = (undo: string) => post(`/post/${kind}`, { uri: subject, undo })
    const made = await Promise.all(Array.from({ length: 8 }, () => act('')))
    const flag = kind === 'like' ? 'liked' : 'reposted'
    assert.ok(made.every(({ status, data }) => status === 200 && data[flag] === true))
    assert.equal(new Set(made.map(({ data }) => data.uri)).size, 1)
    await waitFor('it counts once', async () => (await act('')).data.count === 1)
    assert.equal((await records(collection)).length, 1)
    const page = await send(server, { name: 'card', path: `/post/card?uri=${encodeURIComponent(subject)}`, cookie })
    assert.match(await page.text(), new RegExp(`aria-pressed="true" aria-label="${kind}`, 'i'), 'shown at once')
    const undone = await Promise.all(Array.from({ length: 8 }, () => act('1')))
    assert.ok(undone.every(({ status, data }) => status === 200 && data[flag] === false && data.uri === null))
    assert.deepEqual(await records(collection), [])
    await waitFor('it counts no more', async () => (await act('1')).data.count === 0)
  })
}

test('a form leads back to the post on the page it came from, and to no other site', async () => {
  const [, , , , rkey] = uri('nest').split('/')
  const places = [
    ['/profile/wren.test?tab=media', `/profile/wren.test?tab=media#post-${rkey}`],
    ['//evil.example', `/#post-${rkey}`],
    ['https://evil.example/', `/#post-${rkey}`],
    ['/\\evil.example', `/#post-${rkey}`],
  ] as const
  for (const [back, location] of places) {
    const answer = await post('/post/like', { uri: uri('nest'), undo: '1', back }, {})
    assert.deepEqual([answer.status, answer.location], [303, location], back)
  }
})

test('follows and unfollows once', async () => {
  const did = network.account('kenji').did
  await Promise.all([post('/follow', { did }), post('/follow', { did })])
  assert.equal((await records('app.bsky.graph.follow')).length, 1)
  const page = await send(server, { name: 'profile', path: '/profile/kenji.test', cookie })
  assert.match(await page.text(), /Following<span|>\s*Following\s*</)
  assert.equal(
    (await post('/follow', { did, undo: '1', back: '/profile/kenji.test' }, {})).location,
    '/profile/kenji.test',
  )
  assert.deepEqual(await records('app.bsky.graph.follow'), [])
})

test('a deleted post is gone at once', async () => {
  const { data } = await post('/post', { rkey: await freshRkey(), text: 'Short-lived', lang: 'en' })
  await waitFor('the AppView has it', async () => {
    const { data: found } = await foreign.app.bsky.feed.getPosts({ uris: [data.uri] })
    return found.posts.length === 1
  })
  assert.equal((await post('/post/delete', { uri: data.uri }, {})).location, `/profile/${account.handle}`)
  const page = await send(server, { name: 'profile', path: `/profile/${account.handle}`, cookie })
  assert.doesNotMatch(await page.text(), /Short-lived/)
  assert.equal((await post('/post/delete', { uri: data.uri }, {})).status, 303, 'a second time is no mistake')
})
