// A feed reaches the network: made and published by forms, read by another client through the AppView.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const tag = randomBytes(2).toString('hex')
let server: TestServer
let owner: Person
let writer: AtpAgent
let ownerDid: string

before(async () => {
  server = await startServer(network, { stream: true })
  const [maker, author] = [
    await network.createAccount(`feedmaker-${tag}`),
    await network.createAccount(`feedauthor-${tag}`),
  ]
  ownerDid = maker.did
  owner = await signInAs(server, maker)
  writer = new AtpAgent({ service: network.pdsUrl })
  await writer.login({ identifier: author.handle, password: author.password })
})
after(() => server?.close())

const write = (text: string, tags: string[] = []) => writer.post({ text, tags, createdAt: new Date().toISOString() })
const fields = {
  title: 'Lamp rooms',
  description: 'Lamps & rooms',
  hashtags: `#lamproom${tag}`,
  keywords: `miners lamp${tag}`,
  withoutReplies: 'on',
}

async function makeFeed(part: Record<string, string> = {}): Promise<{ id: number; slug: string; uri: string }> {
  const answer = await owner.post('/feeds/new', { ...fields, ...part }, { accept: 'application/json' })
  assert.equal(answer.status, 201)
  const made = (await answer.json()) as { id: number; slug: string }
  return { ...made, uri: `at://${ownerDid}/app.bsky.feed.generator/${made.slug}` }
}

test('a feed made and published by forms is read by another client on the AppView', async () => {
  const made = await owner.post('/feeds/new', fields)
  assert.equal(made.status, 303)
  const place = made.headers.get('location') ?? ''
  assert.match(place, /^\/feeds\/\d+$/)
  const editor = await (await owner.get(place)).text()
  assert.match(editor, /Not published/)
  const slug = /href="\/f\/([a-z0-9-]+)"/.exec(editor)?.[1]
  const feed = `at://${ownerDid}/app.bsky.feed.generator/${slug}`

  for (const _ of [1, 2]) {
    const published = await owner.post(`${place}/publish`)
    assert.deepEqual([published.status, published.headers.get('location')], [303, place])
  }
  assert.match(await (await owner.get(place)).text(), /Published/)

  // The feed is live within two seconds of being made; what is written later must be in it.
  await waitFor('the feed takes posts', async () => {
    await write('testing the water', [`lamproom${tag}`])
    const skeleton = await fetch(`${server.url}/xrpc/app.bsky.feed.getFeedSkeleton?${new URLSearchParams({ feed })}`)
    return ((await skeleton.json()) as { feed: unknown[] }).feed.length > 0
  })
  const tagged = await write('A room full of lamps', [`LampRoom${tag}`])
  const worded = await write(`The old Miner's lamp${tag} and the Miners’ lamp: a miners lamp${tag}!`)
  const other = await write(`A lamp${tag} for miners`)

  const signedOut = new AtpAgent({ service: network.appviewUrl })
  const signedIn = new AtpAgent({ service: network.pdsUrl })
  const { handle, password } = network.account('marit')
  await signedIn.login({ identifier: handle, password })
  for (const [who, client] of Object.entries({ signedOut, signedIn })) {
    const uris = await waitFor(`the AppView gives the posts, ${who}`, async () => {
      const { data } = await client.app.bsky.feed.getFeed({ feed, limit: 50 })
      const found = data.feed.map(({ post }) => post.uri)
      return [tagged.uri, worded.uri].every((uri) => found.includes(uri)) && found
    })
    assert.ok(uris.indexOf(worded.uri) < uris.indexOf(tagged.uri), 'newest first')
    assert.ok(!uris.includes(other.uri))
  }
  const described = await signedOut.app.bsky.feed.getFeedGenerator({ feed })
  assert.deepEqual([described.data.view.displayName, described.data.view.description], ['Lamp rooms', 'Lamps & rooms'])

  const page = await createPerson(server).get(`/f/${slug}`)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /A room full of lamps/)
})

test('unpublishing takes the record away, and deleting takes the page away', async () => {
  const { id, slug, uri } = await makeFeed()
  const repo = new AtpAgent({ service: network.pdsUrl })
  const hasRecord = () =>
    repo.com.atproto.repo.getRecord({ repo: ownerDid, collection: 'app.bsky.feed.generator', rkey: slug }).then(
      ({ data }) => data.value.displayName,
      () => undefined,
    )
  await owner.post(`/feeds/${id}/publish`)
  assert.equal(await hasRecord(), 'Lamp rooms')
  const renamed = await owner.post(`/feeds/${id}`, { ...fields, title: 'Lanterns' })
  assert.equal(renamed.status, 303)
  assert.equal(await hasRecord(), 'Lanterns')
  const described = async () => {
    const answer = await fetch(`${server.url}/xrpc/app.bsky.feed.describeFeedGenerator`)
    return ((await answer.json()) as { feeds: { uri: string }[] }).feeds.some((feed) => feed.uri === uri)
  }
  assert.equal(await described(), true)
  for (const _ of [1, 2]) assert.equal((await owner.post(`/feeds/${id}/unpublish`)).status, 303)
  assert.equal(await hasRecord(), undefined)
  assert.equal(await described(), false)
  await owner.post(`/feeds/${id}/publish`)
  assert.equal((await owner.post(`/feeds/${id}/delete`)).headers.get('location'), '/feeds')
  assert.equal(await hasRecord(), undefined)
  assert.equal((await owner.get(`/f/${slug}`)).status, 404)
  assert.equal((await owner.get(`/feeds/${id}`)).status, 404)
})

test('nobody else sees or changes a feed', async () => {
  const { id } = await makeFeed()
  const stranger = await signInAs(server, await network.createAccount(`feedstranger-${tag}`))
  assert.equal((await stranger.get(`/feeds/${id}`)).status, 404)
  for (const path of ['', '/publish', '/unpublish', '/delete']) {
    assert.equal((await stranger.post(`/feeds/${id}${path}`, fields)).status, 404, path)
    const asked = await createPerson(server).post(`/feeds/${id}${path}`, fields)
    // What was typed waits on a page.
    if (path === '') assert.equal(asked.status, 401)
    else assert.match(asked.headers.get('location') ?? '', /^\/sign-in/, path)
  }
  assert.match(await (await owner.get(`/feeds/${id}`)).text(), /Lamp rooms/)
})

test('a form with mistakes comes back with everything in it', async () => {
  const wrong = { ...fields, title: 'A title that is much too long for the network', hashtags: '#fine #12' }
  const page = await owner.post('/feeds/new', wrong)
  const html = await page.text()
  assert.equal(page.status, 422)
  for (const part of [wrong.title, '#fine #12', `miners lamp${tag}`, 'at most 24 characters', 'more than digits']) {
    assert.ok(html.includes(part), part)
  }
  const answer = await owner.post('/feeds/new', wrong, { accept: 'application/json' })
  assert.equal(answer.status, 422)
  assert.deepEqual(Object.keys(((await answer.json()) as { errors: object }).errors), ['title', 'hashtags'])
})

test('people who ask not to be recommended or not to be shown to strangers are in no public page', async () => {
  const { id, slug } = await makeFeed({ title: 'Wells', hashtags: `wishingwell${tag}`, keywords: '' })
  const people: Record<string, AtpAgent> = {}
  for (const name of ['openwell', 'hiddenwell', 'shywell']) {
    const { handle, password } = await network.createAccount(`${name}-${tag}`)
    const person = new AtpAgent({ service: network.pdsUrl })
    await person.login({ identifier: handle, password })
    people[name] = person
  }
  const put = (name: string, collection: string, record: Record<string, unknown>) => {
    const repo = people[name]?.assertDid ?? ''
    return people[name]?.com.atproto.repo.putRecord({ repo, collection, rkey: 'self', record, validate: false })
  }
  const declaration = 'app.bsky.actor.contentVisibilityDeclaration'
  await put('hiddenwell', declaration, { $type: declaration, hideFromAlgorithmicRecommendations: true })
  const labels = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] }
  await put('shywell', 'app.bsky.actor.profile', { $type: 'app.bsky.actor.profile', labels })
  const drop = (name: string) => people[name]?.post({ text: `A coin from ${name}`, tags: [`wishingwell${tag}`] })
  const read = async () => (await createPerson(server).get(`/f/${slug}`)).text()
  await waitFor('the feed takes posts', async () => {
    await drop('openwell')
    return (await read()).includes('A coin from openwell')
  })
  await drop('hiddenwell')
  await drop('shywell')
  await waitFor('a quiet tombstone', async () => (await read()).includes('Only visible to people who are signed in'))
  const html = await read()
  assert.doesNotMatch(html, /A coin from (hidden|shy)well|(hidden|shy)well-/)
  await waitFor('their owner sees all of them', async () => {
    const workshop = await (await owner.get(`/feeds/${id}`)).text()
    return ['openwell', 'hiddenwell', 'shywell'].every((name) => workshop.includes(`A coin from ${name}`))
  })
})

test('a repost by somebody whose reposts a feed takes brings the post, with their name, wherever it is read', async () => {
  const account = await network.createAccount(`carrier-${tag}`)
  const carrier = new AtpAgent({ service: network.pdsUrl })
  await carrier.login({ identifier: account.handle, password: account.password })
  const post = await write(`Carried lamp${tag}`)
  const source = { 'sources.0.type': 'authors', 'sources.0.dids': account.did, 'sources.0.reposts': 'on' }
  const leaving = { 'filters.0.type': 'keywords', 'filters.0.mode': 'none', 'filters.0.words': 'dark' }
  const made = await owner.post(
    '/feeds/build',
    { title: 'Carried', root: 'all', ...source, ...leaving, do: 'save' },
    { accept: 'application/json' },
  )
  assert.equal(made.status, 201)
  const { id, slug } = (await made.json()) as { id: number; slug: string }
  await owner.post(`/feeds/${id}/publish`)
  const feed = `at://${ownerDid}/app.bsky.feed.generator/${slug}`
  const read = async (path: string) => (await createPerson(server).get(path)).text()
  // Live within two seconds: nothing is taken that was reposted before.
  await waitFor('the feed takes posts', async () => {
    await carrier.post({ text: `Tick ${tag}` })
    return (await read(`/f/${slug}`)).includes(`Tick ${tag}`)
  })
  const repost = await carrier.repost(post.uri, post.cid)
  const skeleton = async () => {
    const answer = await fetch(`${server.url}/xrpc/app.bsky.feed.getFeedSkeleton?${new URLSearchParams({ feed })}`)
    const items = ((await answer.json()) as { feed: { post: string; reason?: unknown }[] }).feed
    return items.find((item) => item.post === post.uri)
  }
  const item = await waitFor('the repost is in the feed', skeleton)
  assert.deepEqual(item.reason, { $type: 'app.bsky.feed.defs#skeletonReasonRepost', repost: repost.uri })
  const client = new AtpAgent({ service: network.appviewUrl })
  const reason = await waitFor('the AppView names who reposted it', async () => {
    const { data } = await client.app.bsky.feed.getFeed({ feed, limit: 50 })
    return data.feed.find((one) => one.post.uri === post.uri)?.reason
  })
  assert.partialDeepStrictEqual(reason, { $type: 'app.bsky.feed.defs#reasonRepost', by: { did: account.did } })
  for (const path of [`/f/${slug}`, `/embed/f/${slug}`, `/f/${slug}/rss.xml`, `/f/${slug}/feed.json`]) {
    await waitFor(`${path} has it`, async () => /Reposted by[^\n]*carrier-/.test(await read(path)))
  }
  const editor = await (await owner.get(`/feeds/${id}`)).text()
  assert.match(editor, /by or reposted by one person/)
  assert.match(editor, /Reposted by <a[^>]*><bdi>carrier-/)
  await carrier.deleteRepost(repost.uri)
  await waitFor('it is gone', async () => (await skeleton()) === undefined)
})
