// Likes, reposts, replies and quotes are counted once, whatever comes again; and how much people post.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { listAuthorStats, listAuthorsByRate, recalculateStats } from '#db/queries/author-stats.ts'
import { listWindowPosts } from '#db/queries/window-posts.ts'
import { createHarness, until } from './ingest-harness.ts'
import { type CommitBody, commitFrame, createPost, createSignedRepo, type RepoWrite } from './signed-repo.ts'

async function open(t: TestContext) {
  const harness = await createHarness(t)
  const [author, reader] = [await createSignedRepo(), await createSignedRepo()]
  for (const { did, signer } of [author, reader]) harness.plc.register(did, signer.multikey)
  let seq = 0
  const send = async (body: CommitBody) => {
    const wanted = ++seq
    harness.relay.add({ seq, bytes: commitFrame(seq, body) })
    await until(harness.cursor, (cursor) => cursor === wanted)
    return body
  }
  const uri = `at://${author.did}/app.bsky.feed.post/a`
  const subject = { uri, cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a' }
  const react = (collection: string, rkey: string, more: Record<string, unknown> = {}): RepoWrite => {
    const record = { $type: collection, subject, createdAt: new Date().toISOString(), ...more }
    return { action: 'create', path: `${collection}/${rkey}`, record }
  }
  return {
    harness,
    author,
    reader,
    send,
    subject,
    like: (rkey: string, more = {}) => react('app.bsky.feed.like', rkey, more),
    repost: (rkey: string) => react('app.bsky.feed.repost', rkey),
    /** Likes, reposts, replies, quotes: of the kept post, and of the window. */
    counts: async () => {
      const [kept] = await harness.rows<Record<string, number>>('SELECT * FROM post_engagement')
      const seen = (await listWindowPosts(harness.index, { limit: 50 })).find((post) => post.uri === uri)
      const numbers = (of: Record<string, unknown> | undefined) => [of?.likes, of?.reposts, of?.replies, of?.quotes]
      return { kept: numbers(kept), seen: numbers(seen) }
    },
  }
}

const remove = (path: string): RepoWrite => ({ action: 'delete', path })

describe('engagement', () => {
  it('is counted for kept posts and for the window', async (t) => {
    const { harness, author, reader, send, subject, like, repost, counts } = await open(t)
    await harness.start()
    await send(await author.commit([createPost('keep this', 'a')]))
    await send(
      await reader.commit([
        like('1', { via: { uri: 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.repost/x', cid: subject.cid } }),
      ]),
    )
    await send(await reader.commit([like('2'), repost('1')]))
    const reply = { root: subject, parent: subject }
    const embed = { $type: 'app.bsky.embed.record', record: subject }
    await send(await reader.commit([createPost('an answer', 'r', { reply }), createPost('a quote', 'q', { embed })]))
    assert.deepEqual(await counts(), { kept: [2, 1, 1, 1], seen: [2, 1, 1, 1] })
  })

  it('is counted down when records end, and not twice when they come again', async (t) => {
    const { harness, author, reader, send, like, repost, subject, counts } = await open(t)
    const first = await harness.start()
    await send(await author.commit([createPost('keep this', 'a')]))
    const liked = await send(await reader.commit([like('1')]))
    await send(liked)
    assert.deepEqual((await counts()).kept, [1, 0, 0, 0])
    await send(
      await reader.commit([repost('1'), createPost('an answer', 'r', { reply: { root: subject, parent: subject } })]),
    )
    assert.deepEqual((await counts()).kept, [1, 1, 1, 0])
    await first.stop()
    await harness.start()
    await send(await reader.commit([remove('app.bsky.feed.like/1'), remove('app.bsky.feed.post/r')]))
    assert.deepEqual((await counts()).kept, [0, 1, 0, 0])
    await send(await author.commit([remove('app.bsky.feed.post/a')]))
    assert.deepEqual(await counts(), { kept: Array(4).fill(undefined), seen: Array(4).fill(undefined) })
  })
})

describe('statistics of authors', () => {
  it('grow with what people post and fade with the days', async (t) => {
    const { harness, author, reader, send } = await open(t)
    await harness.start()
    await send(await author.commit([createPost('one', 'a'), createPost('two', 'b')]))
    await send(await author.commit([createPost('three', 'c')]))
    await send(await reader.commit([createPost('keep this', 'a')]))
    const [row] = await harness.rows<Record<string, number>>('SELECT * FROM author_stats WHERE total_posts = 3')
    assert.partialDeepStrictEqual(row, { posts_last_7d: 3, posts_last_30d: 3, avg_posts_per_day: 3 })
    const busy = await listAuthorsByRate(harness.index, { atLeast: 2, atMost: 10, limit: 5 })
    assert.deepEqual(
      busy.map(({ did, postsLast30d }) => [did, postsLast30d]),
      [[author.did, 3]],
    )
    const day = Number(row?.day)
    await recalculateStats(harness.index, { after: '', day: day + 9, limit: 10 })
    const [faded] = await harness.rows<Record<string, number>>('SELECT * FROM author_stats WHERE total_posts = 3')
    assert.partialDeepStrictEqual(faded, { posts_last_7d: 0, posts_last_30d: 3, avg_posts_per_day: 0.3, day: day + 9 })
    await recalculateStats(harness.index, { after: '', day: day + 40, limit: 10 })
    assert.equal((await listAuthorStats(harness.index, [author.did]))[0]?.postsLast30d, 0)
  })
})
