// A feed that is another one for each reader: whose token asks decides, and nobody sees what others follow.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { openApi } from '../api-scene.ts'
import { useNetwork } from '../network.ts'
import { createPerson } from '../person.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const { server, owner, ownerDid, call } = await openApi(network, { stream: true })
const tag = randomBytes(2).toString('hex')
const lxm = 'app.bsky.feed.getFeedSkeleton'
let reader: AtpAgent
let heron: AtpAgent
let owl: AtpAgent
let feed: { id: number; slug: string; uri: string }

async function open(name: string): Promise<AtpAgent> {
  const { handle, password } = await network.createAccount(`${name}-${tag}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  return agent
}

const post = async (agent: AtpAgent, text: string) =>
  (await agent.post({ text, createdAt: new Date().toISOString() })).uri

/** The feed as `agent` gets it, or as nobody does. */
async function ask(agent: AtpAgent | undefined, more: Record<string, string> = {}) {
  const aud = `did:web:localhost%3A${new URL(server.url).port}`
  const token = agent && (await agent.com.atproto.server.getServiceAuth({ aud, lxm })).data.token
  const query = new URLSearchParams({ feed: feed.uri, ...more })
  const headers = new Headers(token === undefined ? [] : [['authorization', `Bearer ${token}`]])
  const answer = await fetch(`${server.url}/xrpc/${lxm}?${query}`, { headers })
  const body = (await answer.json()) as { feed?: { post: string }[]; cursor?: string; error?: string; message?: string }
  return { status: answer.status, ...body, uris: body.feed?.map((item) => item.post) ?? [] }
}

const definition = {
  version: 1,
  sources: [{ type: 'viewer' }],
  filters: [{ type: 'keywords', words: [`bird${tag}`] }],
}

before(async () => {
  ;[reader, heron, owl] = [await open('reader'), await open('heron'), await open('owl')]
  await reader.follow(heron.assertDid)
  const { body } = await call('POST', '/api/feeds', { body: { title: 'Mine alone', definition } })
  const uri = `at://${ownerDid}/app.bsky.feed.generator/${body.slug}`
  feed = { id: Number(body.id), slug: String(body.slug), uri }
})

test('whoever is not signed in is told so', async () => {
  const { status, error, message } = await ask(undefined)
  assert.deepEqual([status, error], [401, 'AuthenticationRequired'])
  assert.match(message ?? '', /different for everybody/)
})

test('each reader has posts of whom they follow, those of before included, page by page', async () => {
  const old = await post(heron, `an old bird${tag}`)
  await post(owl, `a strange bird${tag}`)
  await waitFor('what was there before', async () => (await ask(reader)).uris.includes(old))
  const fresh = await post(heron, `a new bird${tag}`)
  await post(heron, 'no such word')
  const { uris } = await waitFor('what is new', async () => {
    const got = await ask(reader)
    return got.uris.includes(fresh) && got
  })
  assert.deepEqual(uris, [fresh, old])
  const first = await ask(reader, { limit: '1' })
  assert.deepEqual(first.uris, [fresh])
  assert.deepEqual((await ask(reader, { limit: '1', cursor: first.cursor ?? '' })).uris, [old])

  assert.deepEqual((await ask(owl)).uris, [], 'somebody who follows nobody')
  const { uri } = await reader.follow(owl.assertDid)
  const isThere = async () => (await ask(reader)).uris.some((one) => one.includes(owl.assertDid))
  await waitFor('posts of a new follow', async () => {
    await post(owl, `a later bird${tag}`)
    return isThere()
  })
  await reader.deleteFollow(uri)
  await waitFor('the end of a follow', async () => !(await isThere()))
})

test('no page shows what some reader follows', async () => {
  const stranger = createPerson(server)
  for (const path of [`/f/${feed.slug}`, `/embed/f/${feed.slug}`, `/f/${feed.slug}/feed.json`]) {
    const text = await (await stranger.get(path)).text()
    assert.match(text, /different for everybody/, path)
    assert.ok(!text.includes(`bird${tag}<`) && !text.includes(heron.assertDid), path)
  }
  const items = await call('GET', `/api/feeds/${feed.id}/items`)
  assert.deepEqual(items.body.items, [], 'its owner follows nobody')
  const shared = await (await owner.get(`/feeds/${feed.id}/share`)).text()
  assert.match(shared, /another feed for everybody/)
  assert.doesNotMatch(shared, /rss\.xml|Embed it/)
  const page = await (await owner.get(`/feeds/build?feed=${feed.id}`)).text()
  assert.match(page, /Whom each reader follows/)
})

test('it stands alone, and nothing takes from it', async () => {
  const tagged = { type: 'hashtags', tags: ['heron'] }
  const refused = [
    { ...definition, sources: [{ type: 'viewer' }, tagged] },
    { ...definition, sources: [tagged, { type: 'feed', uri: feed.uri }] },
  ]
  for (const one of refused) {
    const { status, body } = await call('POST', '/api/feeds', { body: { title: 'No', definition: one } })
    assert.equal(status, 422, JSON.stringify(body))
  }
  const { status } = await call('POST', `/api/feeds/${feed.id}/publish`)
  assert.equal(status, 200)
  const gallery = await (await createPerson(server).get('/feeds/gallery')).text()
  assert.match(gallery, /another one for each reader/)
  assert.ok(!gallery.includes(`${feed.slug}/rss.xml`))
})
