// Commits that come again, out of order or out of line, and what people do to their accounts.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { create, toCidLink } from '@atcute/cid'
import { createHarness, type Harness, until } from './ingest-harness.ts'
import {
  commitFrame,
  createPost,
  createSignedRepo,
  createSigner,
  frameOf,
  postRecord,
  type RepoWrite,
} from './signed-repo.ts'

/** A harness that runs, one account, and a way to say the next thing and wait until it is done. */
async function open(t: TestContext) {
  const harness = await createHarness(t)
  const repo = await createSignedRepo()
  harness.plc.register(repo.did, repo.signer.multikey, 'first.test')
  await harness.start()
  let seq = 0
  const say = async (make: (seq: number) => Uint8Array) => {
    const bytes = make(++seq)
    harness.relay.add({ seq, bytes })
    await until(harness.cursor, (cursor) => cursor === seq)
  }
  const write = async (...writes: RepoWrite[]) => {
    const body = await repo.commit(writes)
    await say((at) => commitFrame(at, body))
    return body
  }
  const account = (active: boolean, status?: string) =>
    say((at) => frameOf('#account', { seq: at, did: repo.did, active, status, time: new Date().toISOString() }))
  return { harness, repo, say, write, account }
}

const remove = (rkey: string): RepoWrite => ({ action: 'delete', path: `app.bsky.feed.post/${rkey}` })
const edit = (rkey: string, text: string): RepoWrite => ({
  action: 'update',
  path: `app.bsky.feed.post/${rkey}`,
  record: postRecord(text),
})
/** Resolves when the post carries `handle`: one that takes long to be confirmed comes later. */
const showsHandle = (harness: Harness, handle: string) =>
  until(
    async () => (await harness.posts())[0]?.authorHandle,
    (shown) => shown === handle,
  )

describe('a post', () => {
  it('that was deleted stays deleted when its commit is replayed', async (t) => {
    const { harness, say, write } = await open(t)
    const created = await write(createPost('keep me', 'a'))
    await write(remove('a'))
    await say((at) => commitFrame(at, created))
    assert.deepEqual(await harness.texts(), [])
  })

  it('replayed with its old seq neither comes back nor moves the cursor back', async (t) => {
    const { harness, write } = await open(t)
    const created = await write(createPost('keep me', 'a'))
    await write(remove('a'))
    const next = await createSignedRepo()
    harness.plc.register(next.did, next.signer.multikey)
    harness.relay.add({ seq: 3, bytes: commitFrame(1, created) })
    harness.relay.add({ seq: 3, bytes: commitFrame(3, await next.commit([createPost('keep another', 'b')])) })
    await until(harness.cursor, (cursor) => cursor === 3)
    assert.deepEqual(await harness.texts(), ['keep another'])
  })

  it('that is edited out of a feed leaves it, and that is edited again says the new words', async (t) => {
    const { harness, write } = await open(t)
    await write(createPost('keep one', 'a'), createPost('keep two', 'b'))
    await write(edit('a', 'nothing any more'), edit('b', 'keep two, better'))
    assert.deepEqual(await harness.texts(), ['keep two, better'])
  })

  it('cannot be deleted by a forged commit', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep me', 'a'))
    const forged = await repo.commit([remove('a')], { signer: createSigner() })
    await say((at) => commitFrame(at, forged))
    assert.deepEqual(await harness.texts(), ['keep me'])
  })

  it('cannot be deleted by a true commit with a false list of operations', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep me', 'a'))
    const other = await repo.commit([createPost('something else', 'b')])
    const ops = [{ action: 'delete', path: 'app.bsky.feed.post/a', cid: null }]
    await say((at) => commitFrame(at, { ...other, ops }))
    assert.deepEqual(await harness.texts(), ['keep me'])
  })
})

describe('a commit', () => {
  it('older than the last one seen is passed over', async (t) => {
    const { harness, repo, say } = await open(t)
    const first = await repo.commit([createPost('keep the first', 'a')])
    const second = await repo.commit([createPost('keep the second', 'b')])
    await say((at) => commitFrame(at, second))
    await say((at) => commitFrame(at, first))
    assert.deepEqual(await harness.texts(), ['keep the second'])
  })

  it('that does not continue the last one is noted, and only what is verified is taken', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep the first', 'a'))
    const wrong = toCidLink(await create(0x71, new Uint8Array([1])))
    const second = await repo.commit([createPost('keep the second', 'b')])
    await say((at) => commitFrame(at, second, { prevData: wrong }))
    assert.deepEqual(await harness.texts(), ['keep the first', 'keep the second'])
    assert.match((await harness.reasons()).join(), /^desynchronised/)
    await repo.commit([createPost('keep what is lost on the way', 'c')])
    const forged = await repo.commit([createPost('keep a forgery', 'd')], { signer: createSigner() })
    await say((at) => commitFrame(at, forged))
    assert.equal((await harness.texts()).length, 2)
    assert.match((await harness.reasons()).join(), /signature/)
  })

  it('with an empty list of posts moves the revision on', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep me', 'a'))
    const like = { $type: 'app.bsky.feed.like', subject: { uri: 'at://x', cid: 'y' }, createdAt: 'now' }
    const body = await write({ action: 'create', path: 'app.bsky.feed.like/x', record: like })
    const next = await repo.commit([createPost('keep more', 'b')])
    await say((at) => commitFrame(at, next))
    assert.deepEqual(await harness.reasons(), [])
    assert.equal(next.since, body.rev)
  })

  it('signed with a new key is believed once the directory names that key', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep the old key', 'a'))
    const signer = createSigner('p256')
    harness.plc.register(repo.did, signer.multikey, 'first.test')
    await say((at) => frameOf('#identity', { seq: at, did: repo.did, time: new Date().toISOString() }))
    const rotated = await repo.commit([createPost('keep the new key', 'b')], { signer })
    await say((at) => commitFrame(at, rotated))
    assert.deepEqual(await harness.texts(), ['keep the old key', 'keep the new key'])
  })

  it('after a #sync continues from there', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep me', 'a'))
    const jump = await repo.commit([createPost('unseen', 'b')])
    const { toBytes } = await import('@atcute/cbor')
    await say((at) => frameOf('#sync', { seq: at, did: repo.did, rev: jump.rev, blocks: toBytes(jump.blocks) }))
    await write(createPost('keep after', 'c'))
    assert.deepEqual(await harness.reasons(), [])
    assert.deepEqual(await harness.texts(), ['keep me', 'keep after'])
  })
})

describe('an account', () => {
  for (const status of ['takendown', 'suspended', 'deactivated', 'throttled', 'desynchronized', undefined]) {
    it(`is not shown while ${status ?? 'inactive without a reason'}, and shown again after`, async (t) => {
      const { harness, account, write } = await open(t)
      await write(createPost('keep me', 'a'))
      await account(false, status)
      assert.deepEqual(await harness.shown(), [])
      await write(createPost('keep what was written meanwhile', 'b'))
      await account(true)
      assert.deepEqual(await harness.shown(), ['keep me'])
    })
  }

  it('that is deleted leaves nothing, whatever is replayed', async (t) => {
    const { harness, account, say, write } = await open(t)
    const body = await write(createPost('keep me', 'a'))
    await account(false, 'deleted')
    await say((at) => commitFrame(at, body))
    await account(true)
    await say((at) => commitFrame(at, body))
    assert.deepEqual(await harness.texts(), [])
    assert.deepEqual(await harness.rows('SELECT * FROM feed_items'), [])
  })

  it('that is throttled but active stays', async (t) => {
    const { harness, account, write } = await open(t)
    await write(createPost('keep me', 'a'))
    await account(true, 'throttled')
    assert.deepEqual(await harness.shown(), ['keep me'])
  })

  it('that was never seen is not taken up while it is inactive', async (t) => {
    const { harness, account, write } = await open(t)
    await account(false, 'takendown')
    await write(createPost('keep me', 'a'))
    assert.deepEqual(await harness.texts(), [])
  })

  it('with a new handle has it on its posts, once the handle says the same', async (t) => {
    const { harness, repo, say, write } = await open(t)
    await write(createPost('keep me', 'a'))
    await showsHandle(harness, 'first.test')
    harness.plc.register(repo.did, repo.signer.multikey, 'second.test')
    await say((at) => frameOf('#identity', { seq: at, did: repo.did, time: new Date().toISOString() }))
    await showsHandle(harness, 'second.test')
    harness.plc.register(repo.did, repo.signer.multikey, 'bsky.app')
    harness.plc.claim('bsky.app', 'did:plc:somebodyelse')
    await say((at) => frameOf('#identity', { seq: at, did: repo.did, time: new Date().toISOString() }))
    await showsHandle(harness, 'handle.invalid')
  })
})
