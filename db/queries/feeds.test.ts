import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { type IndexDatabase, type MainDatabase, openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { actors, feedItems, indexedPosts } from '../schema/index.ts'
import { users } from '../schema/main.ts'
import { createFeed, deleteFeed, notePublished, noteUnpublished, updateFeed } from './change-feeds.ts'
import { countFeedItems, countNewerItems, listFeedItems, listNewerItems } from './feed-items.ts'
import { listFeedStamps } from './feed-stamps.ts'
import {
  findFeedByRecord,
  findFeedBySlug,
  findOwnFeed,
  listFeedParts,
  listOwnFeeds,
  listPublishedUris,
  readChangeCounter,
  readFeedParts,
} from './feeds.ts'

const migrations = join(import.meta.dirname, '..', 'migrations')
const parts = {
  sources: [{ sourceType: 'network', sourceConfig: {} }],
  filters: [
    { filterType: 'keywords', filterConfig: { words: ['a'] }, priority: 0 },
    { filterType: 'none', filterConfig: { of: [{ type: 'kinds', kinds: ['reply'] }] }, priority: 1 },
  ],
  ordering: { order: { by: 'random' }, gapMinutes: 5 },
}
const text = { title: 'Night Trains', description: 'Sleepers' }
const [owner, other] = [1, 2]

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'feeds-'))
})
after(() => rmSync(folder, { recursive: true }))

describe('feeds', () => {
  let main: MainDatabase
  let id: number

  beforeEach(async () => {
    main = await openDatabase('main', `file:${join(folder, `${crypto.randomUUID()}.db`)}`, { access: 'write' })
    await migrateUp(main, { name: 'main', folder: migrations }, 0)
    const person = { role: 'member' as const, createdAt: 0, lastSignedInAt: 0 }
    await main.insert(users).values([
      { did: 'did:plc:owner', handle: 'owner.test', ...person },
      { did: 'did:plc:other', handle: 'other.test', ...person },
    ])
    id = (await createFeed(main, owner, { slug: 'night', ...text }, parts, 5)) ?? 0
  })
  afterEach(() => main.$client.close())

  it('are made with their parts, and found by owner, slug and record', async () => {
    const feed = await findOwnFeed(main, owner, id)
    assert.partialDeepStrictEqual(feed, {
      slug: 'night',
      title: 'Night Trains',
      isPublished: false,
      createdAt: 5,
      atUri: null,
    })
    assert.deepEqual(await findFeedBySlug(main, 'night'), feed)
    assert.deepEqual(await findFeedByRecord(main, 'did:plc:owner', 'night'), feed)
    assert.equal(await findFeedByRecord(main, 'did:plc:other', 'night'), undefined)
    assert.deepEqual(await listOwnFeeds(main, owner), [feed])
    assert.partialDeepStrictEqual(await listFeedParts(main, [id, 99]), [{ feedId: id, ...parts }])
  })

  it('have a slug of their own', async () => {
    assert.equal(await createFeed(main, other, { slug: 'night', ...text }, parts, 5), undefined)
    assert.deepEqual(await listOwnFeeds(main, other), [])
  })

  it('are seen and changed by nobody else', async () => {
    const counter = await readChangeCounter(main, 'feeds')
    assert.equal(await findOwnFeed(main, other, id), undefined)
    const mine = { title: 'Mine', description: '', parts }
    assert.equal(await updateFeed(main, other, id, mine, { updatedAt: 5, now: 6 }), 'gone')
    assert.equal(await deleteFeed(main, other, id), false)
    assert.equal(await notePublished(main, other, id, { atUri: 'at://x', cid: 'c' }, 6), false)
    assert.equal(await noteUnpublished(main, other, id), false)
    assert.partialDeepStrictEqual(await findOwnFeed(main, owner, id), { ...text, isPublished: false })
    assert.equal(await readChangeCounter(main, 'feeds'), counter)
  })

  it('move the counter on with every change', async () => {
    const counts = [await readChangeCounter(main, 'feeds')]
    const changes = [
      async () => (await updateFeed(main, owner, id, { parts }, { updatedAt: 5, now: 9 })) === 'changed',
      () => notePublished(main, owner, id, { atUri: 'at://x', cid: 'c' }, 9),
      () => noteUnpublished(main, owner, id),
      () => deleteFeed(main, owner, id),
    ]
    for (const change of changes) {
      assert.equal(await change(), true)
      counts.push(await readChangeCounter(main, 'feeds'))
    }
    assert.deepEqual(counts, [1, 2, 3, 4, 5])
    assert.deepEqual(await listFeedParts(main, [id]), [])
    assert.deepEqual(await listFeedStamps(main), [])
  })

  it('have another stamp after every change of the definition, and the same after others', async () => {
    const stamps = [await listFeedStamps(main)]
    const uri = 'at://did:plc:owner/app.bsky.feed.generator/night'
    assert.partialDeepStrictEqual(stamps, [[{ feedId: id, uri }]])
    for (const change of [{ title: 'Trains' }, { parts }, { parts }]) {
      const { updatedAt = 0 } = (await findOwnFeed(main, owner, id)) ?? {}
      await updateFeed(main, owner, id, change, { updatedAt, now: 5 })
      stamps.push(await listFeedStamps(main))
    }
    const [first, same, ...others] = stamps.map(([row]) => row?.stamp)
    assert.equal(first, same)
    assert.equal(new Set([first, ...others]).size, 3)
  })

  it('replace their parts as a whole', async () => {
    const next = { sources: [{ sourceType: 'hashtags', sourceConfig: { tags: ['a'] } }], filters: [] }
    await updateFeed(main, owner, id, { title: 'Trains', parts: next }, { updatedAt: 5, now: 9 })
    const read = await readFeedParts(main, id)
    assert.partialDeepStrictEqual(read, next)
    assert.deepEqual([read.sources.length, read.filters.length, read.ordering], [1, 0, {}])
    assert.partialDeepStrictEqual(await findOwnFeed(main, owner, id), { title: 'Trains', updatedAt: 9, createdAt: 5 })
  })

  it('are listed for the network while published', async () => {
    await notePublished(main, owner, id, { atUri: 'at://x', cid: 'c' }, 9)
    await notePublished(main, owner, id, { atUri: 'at://x', cid: 'd' }, 10)
    assert.deepEqual(await listPublishedUris(main), ['at://x'])
    assert.partialDeepStrictEqual(await findOwnFeed(main, owner, id), { isPublished: true, publishedAt: 9 })
    await noteUnpublished(main, owner, id)
    assert.deepEqual(await listPublishedUris(main), [])
  })
})

const uriOf = (n: number) => `at://did:plc:a/app.bsky.feed.post/${n}`

describe('feed items', () => {
  let index: IndexDatabase

  before(async () => {
    index = await openDatabase('index', `file:${join(folder, 'index.db')}`, { access: 'write' })
    await migrateUp(index, { name: 'index', folder: migrations }, 0)
    const author = { handle: 'a.test', signingKey: 'k', rev: '', updatedAt: 0 }
    await index.insert(actors).values([
      { id: 1, did: 'did:plc:a', status: 'active', ...author },
      { id: 2, did: 'did:plc:gone', status: 'deactivated', ...author },
    ])
    // Ten posts at the same millisecond, two later ones, and one each by somebody gone or in another feed.
    const rows = Array.from({ length: 14 }, (_, n) => ({ n, did: n === 12 ? 'did:plc:gone' : 'did:plc:a' }))
    await index.insert(indexedPosts).values(
      rows.map(({ n, did }) => ({
        id: n + 1,
        authorId: did === 'did:plc:a' ? 1 : 2,
        rkey: String(n),
        cid: Buffer.alloc(32),
        text: '',
        createdAt: 0,
        indexedAt: 0,
      })),
    )
    await index
      .insert(feedItems)
      .values(rows.map(({ n }) => ({ feedId: n === 13 ? 2 : 1, postId: n + 1, sortKey: n < 10 ? 1000 : 1000 + n })))
  })
  after(() => index.$client.close())

  it('are paged without skipping equal times', async () => {
    const seen: string[] = []
    let cursor: { sortKey: number; postId: number } | undefined
    for (;;) {
      const page = await listFeedItems(index, 1, { cursor, limit: 3 })
      if (page.length === 0) break
      seen.push(...page.map(({ uri }) => uri))
      cursor = page.at(-1)
    }
    assert.deepEqual(seen, [11, 10, ...Array.from({ length: 10 }, (_, n) => 9 - n)].map(uriOf))
  })

  it('that are newer are listed and counted', async () => {
    const cursor = { sortKey: 1000, postId: 9 }
    const newer = await listNewerItems(index, 1, { cursor, limit: 10 })
    assert.deepEqual(
      newer.map(({ uri }) => uri),
      [11, 10, 9].map(uriOf),
    )
    assert.equal(await countNewerItems(index, 1, { cursor, most: 10 }), 3)
    assert.equal(await countNewerItems(index, 1, { cursor, most: 2 }), 2)
    assert.deepEqual(Object.fromEntries(await countFeedItems(index, [1, 2, 3], 20)), { 1: 13, 2: 1, 3: 0 })
    assert.deepEqual(Object.fromEntries(await countFeedItems(index, [1], 5)), { 1: 5 })
  })

  it('are found by walking the index, without sorting', async () => {
    const asked: string[] = []
    const execute = (query: { sql: string; args: number[] }) => {
      asked.push(query.sql)
      return index.$client.execute(query)
    }
    const spy = { $client: { execute } } as unknown as IndexDatabase
    await listFeedItems(spy, 1, { cursor: { sortKey: 1000, postId: 5 }, limit: 3 })
    await listFeedItems(spy, 1, { cursor: { sortKey: 1000, postId: 5 }, limit: 3, hasReposts: false })
    await listNewerItems(spy, 1, { cursor: { sortKey: 1000, postId: 5 }, limit: 3 })
    assert.equal(asked.length, 3)
    for (const query of asked) {
      const plan = await index.$client.execute({ sql: `EXPLAIN QUERY PLAN ${query}`, args: Array(5).fill(1) })
      const steps = plan.rows.map(({ detail }) => String(detail)).join('\n')
      assert.match(steps, /SEARCH i USING PRIMARY KEY \(feed_id=\? AND \(sort_key,post_id\)/)
      assert.doesNotMatch(steps, /TEMP B-TREE/)
    }
  })
})
