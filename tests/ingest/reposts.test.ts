// What people repost comes into the feeds that ask for it, once, and leaves them with everything that ends it.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { listFeedItems } from '#db/queries/feed-items.ts'
import type { Definition } from '#feeds/definition.ts'
import { createHarness, until } from './ingest-harness.ts'
import {
  type CommitBody,
  type CommitFaults,
  commitFrame,
  createPost,
  createSignedRepo,
  createSigner,
  frameOf,
  type RepoWrite,
  type SignedRepo,
} from './signed-repo.ts'

const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
const undo = (rkey: string): RepoWrite => ({ action: 'delete', path: `app.bsky.feed.repost/${rkey}` })

async function open(t: TestContext) {
  const harness = await createHarness(t)
  const repos = await Promise.all(Array.from({ length: 4 }, () => createSignedRepo()))
  const [author, ada, ben, stranger] = repos as [SignedRepo, SignedRepo, SignedRepo, SignedRepo]
  for (const { did, signer } of repos) harness.plc.register(did, signer.multikey)
  const takes = (reposts: boolean): Definition => ({
    version: 1,
    sources: [{ type: 'authors', dids: [ada.did, ben.did], reposts }],
    filters: [{ type: 'none', of: [{ type: 'keywords', words: ['secret'] }] }],
  })
  const feedId = await harness.addFeed('carried', takes(true))
  await harness.start()
  let seq = 0
  const sendFrame = async (toFrame: (seq: number) => Uint8Array) => {
    const wanted = ++seq
    harness.relay.add({ seq, bytes: toFrame(seq) })
    await until(harness.cursor, (cursor) => cursor === wanted)
    await until(
      () => harness.rows('SELECT 1 FROM awaited_reposts'),
      (rows) => rows.length === 0,
    )
  }
  const send = (body: CommitBody) => sendFrame((number) => commitFrame(number, body))
  const repost = (name: string, rkey: string, more = {}): RepoWrite => ({
    action: 'create',
    path: `app.bsky.feed.repost/${rkey}`,
    record: {
      $type: 'app.bsky.feed.repost',
      subject: { uri: `at://${author.did}/app.bsky.feed.post/${name}`, cid },
      createdAt: new Date().toISOString(),
      ...more,
    },
  })
  return {
    ...{ harness, feedId, takes, author, ada, ben, stranger, send, repost },
    write: async (repo: SignedRepo, writes: RepoWrite[], faults?: CommitFaults) => {
      const body = await repo.commit(writes, faults)
      await send(body)
      return body
    },
    account: (repo: SignedRepo, status?: string) =>
      sendFrame((number) =>
        frameOf('#account', {
          ...{ seq: number, did: repo.did, time: new Date().toISOString(), active: status === undefined },
          ...(status ? { status } : {}),
        }),
      ),
    /** Posts of the feed, each with who reposted it. */
    shown: async () => {
      const items = await listFeedItems(harness.index, feedId, { cursor: undefined, limit: 50 })
      const names = new Map([ada, ben].map(({ did }, at) => [did, ['ada', 'ben'][at]]))
      return items
        .map(({ uri, repost }) => `${uri.split('/').at(-1)} ${repost ? names.get(repost.did) : ''}`.trim())
        .join()
    },
  }
}

describe('reposts', () => {
  it('bring a post once, by whoever was first, and go when they are undone', async (t) => {
    const { harness, author, ada, ben, stranger, send, write, repost, shown } = await open(t)
    await write(author, [createPost('keep this', 'a'), createPost('keep secret', 'b'), createPost('keep more', 'c')])
    const first = await write(ada, [repost('a', '1'), repost('b', '2')])
    assert.equal(await shown(), 'a ada', 'what a filter refuses stays out')
    await write(ben, [repost('a', '1'), createPost('mine', 'm')])
    await send(first)
    assert.equal(await shown(), 'm,a ada')
    await write(stranger, [repost('c', '1')])
    await write(ada, [repost('c', '3')], { signer: createSigner() })
    assert.equal(await shown(), 'm,a ada', 'neither somebody else’s nor a forged one')
    assert.deepEqual(await harness.reasons(), ['signature does not fit the signing key'])
    await write(ada, [undo('1')])
    assert.equal(await shown(), 'm,a ben')
    await write(ben, [undo('1')])
    await send(first)
    assert.equal(await shown(), 'm')
    assert.deepEqual((await harness.texts()).length, 4, 'other feeds keep it')
  })

  it('leave with the post, the account and the wish for them', async (t) => {
    const { harness, feedId, takes, author, ada, ben, account, write, repost, shown } = await open(t)
    await write(author, [createPost('keep this', 'a'), createPost('keep that', 'b')])
    await write(ada, [repost('a', '1'), repost('b', '2', { createdAt: '2001-01-01T00:00:00Z' })])
    // Nothing was reposted before it was written.
    assert.equal(await shown(), 'a ada,b ada')
    await account(ada, 'deactivated')
    assert.equal(await shown(), '')
    await account(ada)
    assert.equal(await shown(), 'a ada,b ada')
    await write(author, [{ action: 'delete', path: 'app.bsky.feed.post/a' }])
    assert.equal(await shown(), 'b ada')
    await write(ada, [createPost('keep mine', 'm')])
    await write(ben, [repost('b', '1')])
    await account(ada, 'deleted')
    assert.equal(await shown(), 'b ben')
    await harness.changeFeed(feedId, takes(false))
    await until(shown, (names) => names === '')
    const left = await harness.rows('SELECT 1 FROM feed_reposts')
    assert.deepEqual([left.length, await harness.texts()], [0, ['keep that']])
    assert.deepEqual(await harness.reasons(), [])
  })
})
