// What was there before a feed was made comes in as well: proved, once, and never what is gone.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { type BackfillRow, findBackfill } from '#db/queries/backfills.ts'
import { writeIndexChanges } from '#db/queries/index-changes.ts'
import type { Definition } from '#feeds/definition.ts'
import { build } from '../../deploy/build.ts'
import { findPort } from '../find-port.ts'
import { useNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, writeRecord } from '../write-record.ts'
import { createHarness, streamSettings, until } from './ingest-harness.ts'
import { endStream, readyStream, startStream } from './stream-process.ts'

const network = await useNetwork()
const appview = new AtpAgent({ service: network.appviewUrl })

async function newAuthor(name: string) {
  const account = await network.createAccount(`${name}-${randomBytes(3).toString('hex')}`)
  const agent = await openSession(network, account)
  return {
    did: account.did,
    /** Once the AppView has the post. */
    repost: async (uri: string) => {
      const { cid } = await waitFor(
        'the AppView has it',
        async () => (await appview.getPosts({ uris: [uri] })).data.posts[0],
      )
      return (await writeRecord(agent, 'app.bsky.feed.repost', { subject: { uri, cid } })).data.uri
    },
    post: async (text: string) => (await writeRecord(agent, 'app.bsky.feed.post', { text })).data.uri,
    remove: async (uri: string) => {
      const [, , repo = '', collection = '', rkey = ''] = uri.split('/')
      await agent.com.atproto.repo.deleteRecord({ repo, collection, rkey })
    },
  }
}

/** An index beside the network; without `relayUrl` it hears nothing but what it asks for. */
async function open(t: TestContext, relayUrl?: string) {
  const { RELAY_URL: _, ...settings } = network.settings
  const harness = await createHarness(t, { plcUrl: network.plcUrl, settings, ...(relayUrl ? { relayUrl } : {}) })
  const items = async (feedId: number) => (await harness.textsIn(feedId)).toSorted()
  const filled = (feedId: number) =>
    until(
      () => findBackfill(harness.index, feedId),
      (row) => row?.state === 'done',
    )
  return { harness, items, filled, settings }
}

const by = (dids: string[], ...filters: Definition['filters']): Definition => ({
  version: 1,
  sources: [{ type: 'authors', dids }],
  filters,
})

describe('a new feed', () => {
  it('is filled from repositories; what is deleted later leaves it, what was deleted never comes', async (t) => {
    const author = await newAuthor('before')
    const gone = await author.post('gone before')
    const leaving = await author.post('leaving')
    await author.post('staying')
    await author.remove(gone)
    const other = await newAuthor('carried')
    await author.repost(await other.post('carried by the author'))
    await author.repost(await other.post('a secret'))
    const { harness, items, filled } = await open(t, network.firehoseUrl)
    const feedId = await harness.addFeed('before', {
      version: 1,
      sources: [{ type: 'authors', dids: [author.did], reposts: true }],
      filters: [{ type: 'none', of: [{ type: 'keywords', words: ['secret'] }] }],
    })
    await harness.start()
    const row = await filled(feedId)
    assert.deepEqual([row?.note, row?.done], [null, row?.total])
    await until(
      () => items(feedId),
      (texts) => texts.join() === 'carried by the author,leaving,staying',
    )

    await waitFor('the firehose is heard', async () => {
      await author.post('tick')
      return (await items(feedId)).includes('tick')
    })
    await author.remove(leaving)
    await until(
      () => items(feedId),
      (texts) => !texts.includes('leaving'),
    )
    assert.deepEqual(await harness.reasons(), [])
  })

  it('is filled anew when it is changed: what does not fit leaves, what fits comes, nothing twice', async (t) => {
    const author = await newAuthor('changed')
    await author.post('red boat')
    await author.post('blue boat')
    const { harness, items, filled } = await open(t)
    const words = (...list: string[]): Definition => by([author.did], { type: 'keywords', words: list })
    const feedId = await harness.addFeed('changed', words('red'))
    await harness.start()
    await filled(feedId)
    assert.deepEqual(await items(feedId), ['red boat'])
    await harness.changeFeed(feedId, words('blue'))
    await until(
      () => items(feedId),
      (texts) => texts.join() === 'blue boat',
    )
    await harness.changeFeed(feedId, words('boat'))
    await until(
      () => items(feedId),
      (texts) => texts.join() === 'blue boat,red boat',
    )
    await filled(feedId)
    assert.equal((await items(feedId)).length, 2)
  })

  it('knows how much people post whom it has not heard since it started', async (t) => {
    const [busy, calm] = [await newAuthor('busy'), await newAuthor('calm')]
    await busy.post('busy boat')
    await calm.post('calm boat')
    const { harness, items, filled } = await open(t)
    const day = Math.floor(Date.now() / 86_400_000)
    const posted = (did: string, posts: number) => ({ did, posts, at: Date.now() })
    const authors = [posted(busy.did, 40), posted(calm.did, 1)]
    await writeIndexChanges(harness.index, 'x', [{ type: 'posted', authors, day, sinceDay: day }], undefined)
    const feedId = await harness.addFeed('rates', by([busy.did, calm.did], { type: 'rate', atMost: 5 }))
    await harness.start()
    await filled(feedId)
    assert.deepEqual(await items(feedId), ['calm boat'])
    await harness.changeFeed(feedId, by([busy.did, calm.did], { type: 'rate', atLeast: 6 }))
    await until(
      () => items(feedId),
      (texts) => texts.join() === 'busy boat',
    )
  })

  it('goes on after stops and kills, with everything once', async (t) => {
    await build(() => {})
    const authors = await Promise.all(Array.from({ length: 6 }, (_, i) => newAuthor(`many${i}`)))
    await Promise.all(authors.flatMap((author, i) => [author.post(`a${i}`), author.post(`b${i}`)]))
    const { harness, items, filled, settings } = await open(t)
    const expected = authors.flatMap((_, i) => [`a${i}`, `b${i}`]).toSorted()
    const feed = by(authors.map(({ did }) => did))
    const look = (feedId: number) => findBackfill(harness.index, feedId)

    const stopped = await harness.addFeed('stopped', feed)
    for (let round = 0; round < 4; round++) {
      const ingest = await harness.start()
      const found = (await look(stopped))?.found ?? 0
      await until(
        () => look(stopped),
        (row) => row?.state === 'done' || (row?.found ?? 0) > found,
      )
      await ingest.stop()
    }
    const last = await harness.start()
    assert.equal((await filled(stopped))?.found, 12)
    assert.deepEqual(await items(stopped), expected)
    await last.stop()

    const killed = await harness.addFeed('killed', feed)
    const ports = { PORT: String(await findPort()), STREAM_PORT: String(await findPort()) }
    for (const isTime of moments) {
      const child = startStream({ ...streamSettings(harness.dataDir, harness.relay.url, ''), ...settings, ...ports })
      t.after(() => endStream(child, 'SIGKILL'))
      await readyStream(child)
      await until(
        () => look(killed),
        (row) => row !== undefined && (row.state === 'done' || isTime(row)),
      )
      await endStream(child, 'SIGKILL')
      const texts = await items(killed)
      assert.deepEqual(
        texts,
        expected.filter((text) => texts.includes(text)),
        'once each',
      )
      assert.equal((await look(killed))?.found, texts.length, 'as many as it says')
    }
    await harness.start()
    assert.equal((await filled(killed))?.found, 12)
    assert.deepEqual(await items(killed), expected)
    assert.deepEqual(await harness.reasons(), [])
  })
})

/** When the blow falls: as soon as there is a row, with the first posts, between authors, near the end. */
const moments: ((row: BackfillRow) => boolean)[] = [
  () => true,
  ({ found }) => found > 0,
  ({ found }) => found > 4,
  ({ phase, place }) => phase === 'people' && place !== '',
  ({ found }) => found > 10,
]
