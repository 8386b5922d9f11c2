// What readers' clients tell of what they saw (app.bsky.feed.sendInteractions), and what a feed makes of it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { createWriter, type Writer } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const tag = `seen${randomBytes(3).toString('hex')}`
const [send, skeleton] = ['app.bsky.feed.sendInteractions', 'app.bsky.feed.getFeedSkeleton']
const seen = 'app.bsky.feed.defs#interactionSeen'
let server: TestServer
let serviceDid: string
let writer: Writer
let owner: Person
let key: string
let reader: AtpAgent

before(async () => {
  server = await startServer(network, { stream: true })
  serviceDid = `did:web:localhost%3A${new URL(server.url).port}`
  writer = await createWriter(network, 'seen')
  owner = await signInAs(server, writer)
  const fields = { name: 'test', may: 'write', days: '30' }
  const made = await owner.post('/settings/keys', fields, { accept: 'application/json' })
  key = ((await made.json()) as { key: string }).key
  reader = new AtpAgent({ service: network.pdsUrl })
  const { handle, password } = network.account('marit')
  await reader.login({ identifier: handle, password })
})
after(() => server?.close())

async function mint(lxm: string): Promise<string> {
  const { data } = await reader.com.atproto.server.getServiceAuth({ aud: serviceDid, lxm })
  return `Bearer ${data.token}`
}

type Item = { post: string; feedContext: string }

async function read(feed: string, authorization?: string): Promise<Item[]> {
  const headers = { ...(authorization ? { authorization } : {}) }
  const answer = await fetch(`${server.url}/xrpc/${skeleton}?${new URLSearchParams({ feed })}`, { headers })
  assert.equal(answer.status, 200, await answer.clone().text())
  return ((await answer.json()) as { feed: Item[] }).feed
}

async function tell(body: unknown, authorization?: string): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }
  const answer = await fetch(`${server.url}/xrpc/${send}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

async function makeFeed(acceptsInteractions: boolean): Promise<{ id: number; uri: string }> {
  const definition = {
    version: 1,
    sources: [{ type: 'hashtags', tags: [tag] }],
    filters: [{ type: 'none', of: [{ type: 'seen' }] }],
  }
  const answer = await fetch(`${server.url}/api/feeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Unseen', definition, acceptsInteractions }),
  })
  assert.equal(answer.status, 201, await answer.clone().text())
  const { id, slug } = (await answer.json()) as { id: number; slug: string }
  return { id, uri: `at://${writer.did}/app.bsky.feed.generator/${slug}` }
}

test('what a reader has seen is left out for them, and for nobody else', async () => {
  const [asking, quiet] = [await makeFeed(true), await makeFeed(false)]
  await waitFor('both feeds take posts', async () => {
    await writer.post(`A post #${tag}`, { tags: [tag] })
    return (await read(asking.uri)).length > 0 && (await read(quiet.uri)).length > 0
  })
  const [first] = await read(asking.uri)
  assert.ok(first)
  const { post: item, feedContext } = first
  const holds = async (feed: string, authorization?: string) =>
    (await read(feed, authorization)).some(({ post }) => post === item)

  // Of a feed that does not ask for it nothing is kept.
  const [other] = (await read(quiet.uri)).filter(({ post }) => post === item)
  const told = await tell({ interactions: [{ item, event: seen, feedContext: other?.feedContext }] }, await mint(send))
  assert.deepEqual(told, { status: 200, body: {} })
  assert.ok(await holds(asking.uri, await mint(skeleton)))

  const interactions = [{ item, event: seen, feedContext }, { item: 1 }, null, { item, event: 'x' }]
  assert.equal((await tell({ interactions }, await mint(send))).status, 200)
  assert.equal(await holds(asking.uri, await mint(skeleton)), false)
  assert.ok(await holds(asking.uri))
})

test('who tells must be known, and tells no more than fits', async () => {
  const { uri } = await makeFeed(true)
  const interactions = [{ item: `at://${writer.did}/app.bsky.feed.post/3kaaaaaaaaa2a`, event: seen }]
  assert.equal((await tell({ feed: uri, interactions })).status, 401)
  assert.equal((await tell({ feed: uri, interactions }, 'Bearer x')).status, 401)
  assert.equal((await tell({ feed: uri, interactions }, await mint(skeleton))).status, 401)
  const token = await mint(send)
  assert.equal((await tell({ feed: uri, interactions }, token)).status, 200)
  assert.equal((await tell({ feed: uri, interactions }, token)).status, 401, 'a second time')
  for (const body of [null, [], {}, { interactions: 'x' }, { interactions: Array(201).fill({}) }]) {
    assert.equal((await tell(body, await mint(send))).status, 400, JSON.stringify(body).slice(0, 40))
  }
  assert.doesNotMatch(server.log(), /"level":(50|60)/)
})
