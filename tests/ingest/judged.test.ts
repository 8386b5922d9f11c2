// Feeds whose posts come and go with what happens to them, and feeds with an order of their own.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { listFeedItems } from '#db/queries/feed-items.ts'
import { parseDefinition } from '#feeds/definition.ts'
import { createHarness, until } from './ingest-harness.ts'
import { commitFrame, createPost, createSignedRepo, type RepoWrite } from './signed-repo.ts'

const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'

async function open(t: TestContext, parts: Record<string, unknown>) {
  const harness = await createHarness(t)
  const parsed = parseDefinition({ version: 1, sources: [{ type: 'hashtags', tags: ['sea'] }], filters: [], ...parts })
  assert('definition' in parsed)
  const feedId = await harness.addFeed('sea', parsed.definition)
  const [author, reader] = [await createSignedRepo(), await createSignedRepo()]
  for (const { did, signer } of [author, reader]) harness.plc.register(did, signer.multikey)
  await harness.start()
  let seq = 0
  const send = async (repo: typeof author, ...writes: RepoWrite[]) => {
    const wanted = ++seq
    harness.relay.add({ seq, bytes: commitFrame(seq, await repo.commit(writes)) })
    await until(harness.cursor, (cursor) => cursor === wanted)
  }
  const like = (name: string, rkey: string): RepoWrite => ({
    action: 'create',
    path: `app.bsky.feed.like/${rkey}`,
    record: {
      $type: 'app.bsky.feed.like',
      subject: { uri: `at://${author.did}/app.bsky.feed.post/${name}`, cid },
      createdAt: new Date().toISOString(),
    },
  })
  const page = async (limit = 50, cursor?: { sortKey: number; postId: number }) =>
    listFeedItems(harness.index, feedId, { cursor, limit })
  const names = (items: { uri: string }[]) => items.map(({ uri }) => uri.split('/').at(-1) ?? '').join()
  return {
    harness,
    send,
    like,
    page,
    names,
    post: (name: string, more = {}) => send(author, createPost('#sea', name, { tags: ['sea'], ...more })),
    react: (...writes: RepoWrite[]) => send(reader, ...writes),
    shows: (wanted: string) =>
      until(
        async () => names(await page()),
        (shown) => shown === wanted,
      ),
    author: author.did,
  }
}

describe('a feed of what is liked', () => {
  it('takes a post once it is, and gives it back when it is not', async (t) => {
    const feed = await open(t, { filters: [{ type: 'engagement', of: 'likes', atLeast: 2 }] })
    await feed.post('a')
    await feed.post('b')
    assert.equal(feed.names(await feed.page()), '')
    await feed.react(feed.like('a', '1'), feed.like('b', '2'))
    await feed.react(feed.like('b', '3'))
    await feed.shows('b')
    await feed.react({ action: 'delete', path: 'app.bsky.feed.like/3' })
    await feed.shows('')
    await feed.react(feed.like('a', '4'))
    await feed.shows('a')
  })
})

describe('a feed of accounts of some age', () => {
  it('takes their posts once the directory has said when they were made', async (t) => {
    const feed = await open(t, { filters: [{ type: 'accountAge', atLeast: 30 }] })
    const young = await createSignedRepo()
    feed.harness.plc.register(young.did, young.signer.multikey)
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600_000).toISOString()
    feed.harness.plc.date(young.did, daysAgo(2))
    feed.harness.plc.date(feed.author, daysAgo(400))
    await feed.send(young, createPost('#sea', 'x', { tags: ['sea'] }))
    await feed.post('a')
    await feed.shows('a')
    await feed.post('b')
    await feed.shows('b,a')
    // What is too young does not wait for anything any more.
    await until(
      () => feed.harness.rows<{ text: string }>('SELECT text FROM indexed_posts'),
      (rows) => rows.length === 2,
    )
  })
})

describe('a feed of what is new', () => {
  it('loses posts when they get too old', async (t) => {
    const feed = await open(t, { filters: [{ type: 'age', atMostHours: 0.1 }] })
    await feed.post('old', { createdAt: new Date(Date.now() - 360_000 + 4000).toISOString() })
    await feed.post('new')
    assert.match(feed.names(await feed.page()), /new/)
    await feed.shows('new')
  })
})

describe('a feed with an order of its own', () => {
  it('has the most liked first, and is paged as it was when the first page was read', async (t) => {
    const feed = await open(t, { order: { by: 'mostLiked', withinHours: 24 } })
    for (const name of ['a', 'b', 'c', 'd']) await feed.post(name)
    await feed.shows('d,c,b,a')
    const first = await feed.page(2)
    assert.equal(feed.names(first), 'd,c')
    await feed.react(feed.like('a', '1'), feed.like('a', '2'), feed.like('b', '3'))
    await feed.shows('a,b,d,c')
    assert.equal(feed.names(await feed.page(2, first.at(-1))), 'b,a')
    // The order in which reading began is gone: it goes on at the same place in the next one.
    await feed.harness.index.$client.execute({
      sql: 'DELETE FROM feed_rankings WHERE made_at <= ?',
      args: [-(first[0]?.sortKey ?? 0)],
    })
    assert.equal(feed.names(await feed.page(2, first.at(-1))), 'd,c')
  })

  it('shows what is pinned on top, and then the rest', async (t) => {
    const pinned = ['at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/top']
    const feed = await open(t, { pinned })
    for (const name of ['a', 'b', 'c']) await feed.post(name)
    await feed.shows('top,c,b,a')
    const first = await feed.page(2)
    assert.equal(feed.names(first), 'top,c')
    assert.equal(feed.names(await feed.page(1, first.at(-1))), 'b')
  })
})
