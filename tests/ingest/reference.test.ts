// A real PDS writes; @atproto/sync and this ingest listen to the same frames and must have seen the same.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TestNetworkNoAppView } from '@atproto/dev-env'
import { IdResolver } from '@atproto/identity'
import { type Event, Firehose } from '@atproto/sync'
import { WebSocket } from 'ws'
import { readEvent } from '#server/ingest/read-event.ts'
import { receiveFrame } from '#server/ingest/read-frame.ts'
import { findPort } from '../find-port.ts'
import { createHarness, until } from './ingest-harness.ts'

const collection = 'app.bsky.feed.post'

/** What happened to a post, in words that both can be brought to. */
type Seen = { seq: number; action: string; uri: string; cid: string | undefined }

describe('the same frames', () => {
  it('give the same events and posts as the reference', async (t) => {
    const network = await TestNetworkNoAppView.create({
      plc: { port: await findPort() },
      pds: { port: await findPort() },
    })
    t.after(() => network.close())
    const { agent, dids } = await writeThings(network)

    const theirs: Seen[] = []
    let lastSeq = 0
    const firehose = new Firehose({
      service: network.pds.url.replace('http', 'ws'),
      idResolver: new IdResolver({ plcUrl: network.plc.url, fetch: globalThis.fetch }),
      getCursor: () => 0,
      filterCollections: [collection],
      onError: (error) => assert.fail(error),
      handleEvent: (event) => {
        lastSeq = event.seq
        const seen = toSeen(event)
        if (seen) theirs.push(seen)
      },
    })
    void firehose.start()
    const ours: Seen[] = []
    const socket = new WebSocket(
      `${network.pds.url.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`,
    )
    socket.on('message', (bytes: Buffer) => ours.push(...readSeen(bytes)))
    t.after(() => socket.terminate())

    const relayUrl = network.pds.url.replace('http', 'ws')
    const harness = await createHarness(t, { relayUrl, plcUrl: network.plc.url })
    // A new index begins with what comes next; this one is to hear everything.
    await harness.index.$client.execute({
      sql: 'INSERT INTO firehose_cursors VALUES (?, 0, 1)',
      args: [new URL(relayUrl).host],
    })
    await harness.start()
    const { data: last } = await agent.com.atproto.repo.createRecord({
      repo: dids[0] ?? '',
      collection,
      record: { text: 'keep the last', createdAt: new Date().toISOString() },
    })
    await until(
      () => theirs.at(-1)?.uri,
      (uri) => uri === last.uri,
    )
    await firehose.destroy()
    await until(harness.cursor, (cursor) => cursor !== undefined && cursor >= lastSeq)

    assert.deepEqual(ours, theirs)
    assert(theirs.length > 20)
    assert.deepEqual(await harness.reasons(), [])
    const rows = (await harness.posts()).sort((a, b) => (a.uri < b.uri ? -1 : 1))
    assert.deepEqual(
      rows.map(({ uri, cid }) => `${uri} ${cid}`),
      foldPosts(theirs),
    )
    // A handle that takes long to be confirmed comes after its posts.
    await until(
      () =>
        harness.rows<{ handle: string }>(
          'SELECT handle FROM actors WHERE id IN (SELECT author_id FROM indexed_posts) ORDER BY 1',
        ),
      (rows) => rows.map(({ handle }) => handle).join() === 'alice.test,bob.test',
    )
  })
})

/** Two people who post, edit, delete and like. Every post says "keep", so that the feed wants all of them. */
async function writeThings(network: TestNetworkNoAppView) {
  const dids: string[] = []
  let agent = network.pds.getAgent()
  for (const name of ['bob', 'alice']) {
    agent = network.pds.getAgent()
    const password = `${name}-password`
    const { data } = await agent.com.atproto.server.createAccount({
      handle: `${name}.test`,
      email: `${name}@mail.test`,
      password,
    })
    await agent.login({ identifier: data.handle, password })
    dids.unshift(data.did)
    const posts: { uri: string; cid: string }[] = []
    for (let i = 0; i < 12; i++) posts.push(await agent.post({ text: `keep ${i} of ${name} 🌊`, langs: ['en'] }))
    const [first, second, third] = posts as [(typeof posts)[0], (typeof posts)[0], (typeof posts)[0]]
    await agent.like(first.uri, first.cid)
    await agent.deletePost(second.uri)
    await agent.com.atproto.repo.putRecord({
      repo: data.did,
      collection,
      rkey: third.uri.split('/').at(-1) ?? '',
      record: { text: 'keep this edit', createdAt: new Date().toISOString() },
    })
    const writes = [1, 2, 3].map((i) => ({
      $type: 'com.atproto.repo.applyWrites#create' as const,
      collection,
      value: { $type: collection, text: `keep together ${i}`, createdAt: new Date().toISOString() },
    }))
    await agent.com.atproto.repo.applyWrites({ repo: data.did, writes })
  }
  return { agent, dids }
}

function toSeen(event: Event): Seen | undefined {
  if (event.event !== 'create' && event.event !== 'update' && event.event !== 'delete') return undefined
  const { seq, event: action, uri } = event
  return { seq, action, uri: uri.toString(), cid: 'cid' in event ? event.cid.toString() : undefined }
}

function readSeen(bytes: Uint8Array): Seen[] {
  const { frame } = receiveFrame(bytes)
  assert(frame && 'body' in frame)
  const event = readEvent(frame)
  if (event.kind !== 'commit') return []
  return event.posts.map(({ action, path, cid }) => ({ seq: event.seq, action, uri: `at://${event.did}/${path}`, cid }))
}

/** What is left of the posts after all of it. */
function foldPosts(seen: Seen[]): string[] {
  const posts = new Map<string, string>()
  for (const { uri, cid } of seen) {
    if (cid === undefined) posts.delete(uri)
    else posts.set(uri, cid)
  }
  return [...posts].map(([uri, cid]) => `${uri} ${cid}`).sort()
}
