import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { listAwaitedReposts } from './awaited-reposts.ts'
import { listFeedItems } from './feed-items.ts'
import { type IndexChange, writeIndexChanges } from './index-changes.ts'
import { listIndexedPosts } from './indexed-posts.ts'
import { listItemsOfPosts } from './stored-items.ts'

const migrations = join(import.meta.dirname, '..', 'migrations')
const [author, ada, ben] = ['a', 'd', 'b'].map((letter) => `did:plc:${letter.repeat(24)}`) as [string, string, string]
const subject = `at://${author}/app.bsky.feed.post/p`
const rkey = '3jzfcijpj2z2a'
const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'

async function open(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'reposts-'))
  const index = await openDatabase('index', `file:${join(folder, 'index.db')}`, { access: 'write' })
  t.after(() => {
    index.$client.close()
    rmSync(folder, { recursive: true })
  })
  await migrateUp(index, { name: 'index', folder: migrations }, 1)
  const write = (...changes: IndexChange[]) => writeIndexChanges(index, 'test', changes, undefined)
  const actor = (did: string, status = 'active'): IndexChange => ({
    ...{ type: 'actor', now: 1 },
    actor: { did, handle: 'x.test', signingKey: '', rev: '', data: '', status },
  })
  await write(actor(author), actor(ada), actor(ben))
  const awaited = (did: string, key = rkey): IndexChange => ({
    ...{ type: 'awaitRepost', did, rkey: key, subject, createdAt: 50, now: 60 },
  })
  const placed = (did: string, sortKey: number, feedIds: number[], laterIds: number[] = []): IndexChange => ({
    ...{ type: 'placeRepost', did, rkey, subject, feedIds, laterIds, sortKey },
  })
  return {
    ...{ index, write, actor, awaited, placed },
    keep: (feedIds: number[]): IndexChange => ({
      ...{ type: 'keepPost', feedIds, sortKey: 10 },
      post: {
        ...{ uri: subject, cid, authorDid: author, text: 'x', facets: undefined, langs: [], labels: [] },
        ...{ embeds: undefined, reply: undefined, createdAt: 10, indexedAt: 10 },
      },
    }),
    undo: (did: string): IndexChange => ({ type: 'removeRepost', did, rkey }),
    /** Time and reposter of the post in a feed. */
    async in(feedId: number) {
      const items = await listFeedItems(index, feedId, { cursor: undefined, limit: 9 })
      return items.map(({ sortKey, repost }) => `${sortKey} ${repost?.uri.split('/')[2]?.at(8) ?? 'itself'}`).join()
    },
    posts: async () => (await listIndexedPosts(index, 0, 9)).length,
    awaiting: async () => (await listAwaitedReposts(index, 1000, 9)).length,
  }
}

describe('reposts in the index', () => {
  it('wait once, and are placed only where they still wait and the post is kept', async (t) => {
    const feed = await open(t)
    await feed.write(feed.awaited(ada), feed.awaited(ada))
    assert.deepEqual(await listAwaitedReposts(feed.index, 60, 9), [
      { did: ada, rkey, subject, createdAt: 50, attempts: 0 },
    ])
    await feed.write({ type: 'retryRepost', did: ada, rkey, retryAt: 2000 })
    assert.equal(await feed.awaiting(), 0)
    await feed.write(feed.placed(ada, 50, [1]))
    assert.equal(await feed.in(1), '', 'the post is not here')
    await feed.write(feed.awaited(ada), feed.undo(ada), feed.keep([]), feed.placed(ada, 50, [1]))
    assert.deepEqual([await feed.in(1), await feed.posts()], ['', 0], 'undone meanwhile, so that nobody keeps the post')
    const { feeds } = await feed.write(feed.awaited(ada), feed.keep([]), feed.placed(ada, 50, [1], [2]))
    assert.deepEqual([await feed.in(1), await feed.in(2), await feed.in(-2)], ['50 d', '', '50 d'])
    assert.deepEqual([...feeds], [[1, 1]])
    await feed.write(feed.awaited(ada))
    assert.equal(await feed.awaiting(), 0, 'it has its place')
  })

  it('stand in for each other, in the order in which they came', async (t) => {
    const feed = await open(t)
    const both = [feed.awaited(ada), feed.awaited(ben), feed.keep([3])]
    await feed.write(...both, feed.placed(ada, 50, [1], [2]), feed.placed(ben, 50, [1, 3], [2]))
    assert.deepEqual([await feed.in(1), await feed.in(3)], ['50 d', '10 itself'])
    await feed.write(feed.actor(ada, 'deactivated'))
    assert.deepEqual([await feed.in(1), await feed.in(3)], ['', '10 itself'])
    await feed.write(feed.undo(ada))
    assert.deepEqual([await feed.in(1), await feed.in(-2)], ['51 b', '51 b'])
    await feed.write({ type: 'removePostsOf', did: ben })
    assert.deepEqual([await feed.in(1), await feed.in(-2), await feed.posts()], ['', '', 1])
  })

  it('give way to the post itself, and outlive what other feeds say of it', async (t) => {
    const feed = await open(t)
    await feed.write(feed.awaited(ada), feed.keep([]), feed.placed(ada, 50, [1, 2]))
    await feed.write(feed.keep([2, 3]))
    assert.deepEqual([await feed.in(1), await feed.in(2), await feed.in(3)], ['50 d', '10 itself', '10 itself'])
    const [post] = await listIndexedPosts(feed.index, 0, 1)
    const items = await listItemsOfPosts(feed.index, [post?.id ?? 0])
    assert.deepEqual(
      items.map(({ feedId, repost }) => [feedId, repost?.did, repost?.createdAt]),
      [
        [1, ada, 50],
        [2, undefined, undefined],
        [3, undefined, undefined],
      ],
    )
    await feed.write({ type: 'leaveReposts', uri: subject }, feed.keep([3]))
    assert.deepEqual([await feed.in(1), await feed.in(2), await feed.in(3)], ['', '', '10 itself'])
    await feed.write(feed.undo(ada), { type: 'dropItem', feedId: 3, postId: post?.id ?? 0 })
    assert.equal(await feed.posts(), 0)
  })
})
