// The light source: a real PDS writes, a stand-in for Jetstream tells it, and the index holds what the PDS has.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { TestNetworkNoAppView } from '@atproto/dev-env'
import { findPort } from '../find-port.ts'
import { createHarness, type Harness, until } from './ingest-harness.ts'
import { startJetstreamServer } from './jetstream-server.ts'

const collection = 'app.bsky.feed.post'
const forms = [
  { name: 'compressed', isOld: false, path: '/xrpc/network.bsky.jetstream.subscribeEvents', asks: 'collections' },
  { name: 'older', isOld: true, path: '/subscribe', asks: 'wantedCollections' },
]

describe('jetstream', () => {
  for (const { name, isOld, path, asks } of forms) {
    it(`is followed in its ${name} form, after a lost connection and a restart as well`, async (t) => {
      const network = await openNetwork(t)
      const [writer, reader] = [await signUp(network, 'bob'), await signUp(network, 'alice')]
      const { harness, jetstream } = await open(t, network, isOld)
      const carried = await harness.addFeed('carried', {
        version: 1,
        sources: [{ type: 'authors', dids: [reader.did], reposts: true }],
        filters: [],
      })
      const first = await harness.start()
      await writeThings(writer)
      await untilSame(harness, writer)
      const [liked] = await harness.posts()
      await reader.agent.like(liked?.uri ?? '', liked?.cid ?? '')
      await untilLiked(harness, 1)
      await reader.agent.repost(liked?.uri ?? '', liked?.cid ?? '')
      await until(
        () => harness.textsIn(carried),
        (texts) => texts.join() === liked?.text,
      )
      assert.equal(jetstream.asked[0]?.pathname, path)
      assert(jetstream.asked[0]?.searchParams.getAll(asks).includes(collection))
      assert.equal(jetstream.asked[0]?.searchParams.get('zstdDictionary'), isOld ? null : '20261')

      jetstream.dropAll()
      await writer.agent.post({ text: 'keep what came while nobody listened' })
      await untilSame(harness, writer)
      const cursors = jetstream.asked.map(({ searchParams }) => Number(searchParams.get('cursor')))
      // It goes back a little, and takes nothing twice.
      assert(cursors.every((cursor) => cursor > 1e15))
      await first.stop()
      const again = await harness.start()
      await writer.agent.post({ text: 'keep the last' })
      await untilSame(harness, writer)
      assert.deepEqual(await likes(harness), [1])
      await writer.agent.com.atproto.server.deactivateAccount({})
      await until(harness.shown, (texts) => texts.length === 0)
      assert.deepEqual(await harness.reasons(), [])
      assert.equal(again.look().source, 'jetstream')
    })
  }

  async function openNetwork(t: TestContext) {
    const ports = { plc: { port: await findPort() }, pds: { port: await findPort() } }
    const network = await TestNetworkNoAppView.create(ports)
    t.after(() => network.close())
    return network
  }

  async function signUp(network: TestNetworkNoAppView, name: string) {
    const agent = network.pds.getAgent()
    const password = `${name}-password`
    const account = { handle: `${name}.test`, email: `${name}@mail.test`, password }
    const { data } = await agent.com.atproto.server.createAccount(account)
    await agent.login({ identifier: data.handle, password })
    return { agent, did: data.did }
  }

  async function open(t: TestContext, network: TestNetworkNoAppView, isOld: boolean) {
    const pds = network.pds.url.replace('http', 'ws')
    const jetstream = await startJetstreamServer(pds, { isOld })
    t.after(jetstream.close)
    const settings = { JETSTREAM_URL: jetstream.url, HANDLE_RESOLVER_URL: network.pds.url }
    const harness = await createHarness(t, { plcUrl: network.plc.url, settings })
    // A new index begins with what comes next; this one is to hear everything.
    await harness.index.$client.execute({
      sql: "INSERT INTO firehose_cursors VALUES ('jetstream', ?, 1)",
      args: [(Date.now() - 60_000) * 1000],
    })
    return { harness, jetstream }
  }
})

type Person = { agent: ReturnType<TestNetworkNoAppView['pds']['getAgent']>; did: string }

/** Posts, an edit, a deletion, and several in one commit. */
async function writeThings({ agent, did }: Person): Promise<void> {
  const posts: { uri: string }[] = []
  for (let i = 0; i < 4; i++) posts.push(await agent.post({ text: `keep ${i} 🌊`, langs: ['en'] }))
  await agent.post({ text: 'nothing for a feed' })
  await agent.deletePost(posts[1]?.uri ?? '')
  const rkey = posts[2]?.uri.split('/').at(-1) ?? ''
  const record = { $type: collection, text: 'keep this edit', createdAt: new Date().toISOString() }
  await agent.com.atproto.repo.putRecord({ repo: did, collection, rkey, record })
  const writes = [1, 2, 3].map((i) => ({
    $type: 'com.atproto.repo.applyWrites#create' as const,
    collection,
    value: { ...record, text: `keep together ${i}` },
  }))
  await agent.com.atproto.repo.applyWrites({ repo: did, writes })
}

/** Until the index holds the posts that the account's own server has and the feed wants. */
async function untilSame(harness: Harness, { agent, did }: Person): Promise<void> {
  const { data } = await agent.com.atproto.repo.listRecords({ repo: did, collection, limit: 100 })
  const wanted = data.records.filter(({ value }) => String(value.text).includes('keep'))
  const expected = wanted.map(({ uri, cid }) => `${uri} ${cid}`).sort()
  const held = async () => (await harness.posts()).map(({ uri, cid }) => `${uri} ${cid}`).sort()
  await until(held, (posts) => posts.join() === expected.join())
}

async function likes(harness: Harness): Promise<number[]> {
  const rows = await harness.rows<{ likes: number }>('SELECT likes FROM post_engagement')
  return rows.map((row) => row.likes)
}

async function untilLiked(harness: Harness, count: number): Promise<void> {
  await until(
    () => likes(harness),
    (counts) => counts.join() === String(count),
  )
}
