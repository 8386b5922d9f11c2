// The window: every post of the last hours, what removes posts from it, and that they stay removed.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { listWindowPosts, measureWindow, trimWindow } from '#db/queries/window-posts.ts'
import { createHarness, until } from './ingest-harness.ts'
import { type CommitBody, commitFrame, createPost, createSignedRepo, frameOf } from './signed-repo.ts'

async function open(t: TestContext) {
  const harness = await createHarness(t)
  const repo = await createSignedRepo()
  harness.plc.register(repo.did, repo.signer.multikey)
  let seq = 0
  const add = async (bytes: (seq: number) => Uint8Array) => {
    seq++
    harness.relay.add({ seq, bytes: bytes(seq) })
    const wanted = seq
    await until(harness.cursor, (cursor) => cursor === wanted)
  }
  return {
    harness,
    repo,
    account: (active: boolean, status?: string) =>
      add((at) =>
        frameOf('#account', {
          seq: at,
          did: repo.did,
          time: new Date().toISOString(),
          active,
          ...(status ? { status } : {}),
        }),
      ),
    send: (body: CommitBody) => add((at) => commitFrame(at, body)),
    texts: async () => (await listWindowPosts(harness.index, { limit: 50 })).map(({ text }) => text),
  }
}

describe('the window', () => {
  it('has every post, the newest first, and says which are verified', async (t) => {
    const { harness, repo, send } = await open(t)
    await harness.start()
    await send(await repo.commit([createPost('please keep this', 'a')]))
    await send(await repo.commit([createPost('not this #sea', 'b'), createPost('nor this', '3jzfcijpj2z2a')]))
    const posts = await listWindowPosts(harness.index, { limit: 50 })
    assert.deepEqual(
      posts.map(({ uri, text, isVerified }) => [uri.split('/').at(-1), text, isVerified]),
      [
        ['3jzfcijpj2z2a', 'nor this', false],
        ['b', 'not this #sea', false],
        ['a', 'please keep this', true],
      ],
    )
    const [newest] = posts
    const older = await listWindowPosts(harness.index, { limit: 1, before: newest?.id })
    assert.deepEqual([older[0]?.text, older[0]?.did], ['not this #sea', repo.did])
    assert.deepEqual(await listWindowPosts(harness.index, { limit: 5, since: Date.now() + 1000 }), [])
  })

  it('loses what is edited, removed and taken down, and does not take it again', async (t) => {
    const { harness, repo, account, send, texts } = await open(t)
    await harness.start()
    const first = await repo.commit([createPost('first', 'a'), createPost('second', 'b')])
    await send(first)
    const edit = { action: 'update' as const, path: createPost('', 'a').path, record: createPost('edited', 'a').record }
    await send(await repo.commit([edit]))
    await send(await repo.commit([{ action: 'delete', path: createPost('', 'b').path }]))
    assert.deepEqual(await texts(), ['edited'])
    // The relay carries the first commit again, as if it were new.
    await send(first)
    assert.deepEqual(await texts(), ['edited'])
    await account(false, 'takendown')
    assert.deepEqual(await texts(), [])
    await account(true)
    assert.deepEqual(await texts(), ['edited'])
    await account(false, 'deleted')
    await account(true)
    await send(first)
    assert.deepEqual(await texts(), [])
  })

  it('has nothing of commits that are older than itself', async (t) => {
    const { harness, send, texts } = await open(t)
    await harness.start()
    const old = await createSignedRepo(undefined, undefined, Date.now() - 7 * 3600_000)
    await send(await old.commit([createPost('from the past', 'a')]))
    assert.deepEqual(await texts(), [])
  })

  it('is trimmed from its beginning, by age and by size', async (t) => {
    const { harness, repo, send, texts } = await open(t)
    const ingest = await harness.start()
    for (const name of ['a', 'b', 'c', 'd']) await send(await repo.commit([createPost(name, name)]))
    await ingest.stop()
    const { posts, bytes } = await measureWindow(harness.index)
    assert.equal(posts, 4)
    assert(bytes > 400 && bytes < 2000)
    assert.equal(await trimWindow(harness.index, { before: 0, surplus: 2, limit: 100 }), 2)
    assert.deepEqual(await texts(), ['d', 'c'])
    assert.equal(await trimWindow(harness.index, { before: Date.now() + 1, surplus: 0, limit: 1 }), 1)
    assert.deepEqual(await texts(), ['d'])
  })
})
