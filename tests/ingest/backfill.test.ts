// What was there before a feed was made comes in as well: proved, once, and never what is gone.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import { findBackfill } from '#db/queries/backfills.ts'
import type { Definition } from '#feeds/definition.ts'
import { useNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, writeRecord } from '../write-record.ts'
import { createHarness, until } from './ingest-harness.ts'

const network = await useNetwork()

async function newAuthor(name: string) {
  const account = await network.createAccount(`${name}-${randomBytes(3).toString('hex')}`)
  const agent = await openSession(network, account)
  return {
    did: account.did,
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
  const items = async (feedId: number) =>
    (
      await harness.rows<{ text: string }>(
        `SELECT p.text FROM feed_items i JOIN indexed_posts p ON p.id = i.post_id WHERE i.feed_id = ${feedId} ORDER BY p.text`,
      )
    ).map(({ text }) => text)
  const filled = (feedId: number) =>
    until(
      () => findBackfill(harness.index, feedId),
      (row) => row?.state === 'done',
    )
  return { harness, items, filled }
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
    const { harness, items, filled } = await open(t, network.firehoseUrl)
    const feedId = await harness.addFeed('before', by([author.did]))
    await harness.start()
    const row = await filled(feedId)
    assert.deepEqual([row?.note, row?.done], [null, row?.total])
    assert.deepEqual(await items(feedId), ['leaving', 'staying'])

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

  it('goes on after a stop, with everything once', async (t) => {
    const authors = await Promise.all(Array.from({ length: 6 }, (_, i) => newAuthor(`many${i}`)))
    await Promise.all(authors.flatMap((author, i) => [author.post(`a${i}`), author.post(`b${i}`)]))
    const { harness, items, filled } = await open(t)
    const feedId = await harness.addFeed('many', by(authors.map(({ did }) => did)))
    for (let round = 0; round < 4; round++) {
      const ingest = await harness.start()
      const found = (await findBackfill(harness.index, feedId))?.found ?? 0
      await until(
        () => findBackfill(harness.index, feedId),
        (row) => row?.state === 'done' || (row?.found ?? 0) > found,
      )
      await ingest.stop()
    }
    await harness.start()
    const row = await filled(feedId)
    assert.deepEqual(await items(feedId), authors.flatMap((_, i) => [`a${i}`, `b${i}`]).toSorted())
    assert.equal(row?.found, 12)
  })
})
