import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ActorRow } from '#db/queries/actors.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { compileFeeds } from '#feeds/compile-feeds.ts'
import { createPost, createSignedRepo, createSigner } from '../../../tests/ingest/signed-repo.ts'
import { AskFailure } from '../sources/create-asker.ts'
import { createPostKeeper } from './create-post-keeper.ts'

/** A keeper for a feed with the number 7 of this author; `answer` is what their server says, in turn. */
async function open(answers: (() => Uint8Array | Promise<Uint8Array>)[], signer = createSigner()) {
  const repo = await createSignedRepo()
  const known = new Map<string, ActorRow>()
  const written: IndexChange[] = []
  let asked = 0
  const definition = { version: 1 as const, sources: [{ type: 'authors' as const, dids: [repo.did] }], filters: [] }
  const keeper = createPostKeeper({
    asker: {
      json: () => assert.fail('nothing else is asked'),
      bytes: async () => (answers[asked++] ?? (() => assert.fail('asked too often')))(),
    },
    findPds: async () => 'https://pds.test',
    identities: { find: async () => ({ document: { signingKey: signer.multikey, handle: undefined } }) },
    now: Date.now,
    actors: { load: async () => {}, get: (did) => known.get(did), set: (actor) => void known.set(actor.did, actor) },
    confirmHandle: async () => 'handle.invalid',
    matcher: () => compileFeeds([{ feedId: 7, definition }]),
    write: (changes) => void written.push(...changes),
  })
  const uri = `at://${repo.did}/app.bsky.feed.post/a`
  const keep = () => keeper.keep(uri, 7, () => [{ type: 'forgetBackfill', feedId: 7 }])
  return { repo, known, written, keep, kinds: () => written.map(({ type }) => type), asked: () => asked }
}

const actor = (did: string, more: Partial<ActorRow>): ActorRow => ({
  ...{ did, handle: 'handle.invalid', signingKey: '', rev: '', data: '', status: 'active' },
  ...more,
})

describe('a post of before', () => {
  it('is kept with its author, who is listened to before the proof is asked for', async () => {
    const signer = createSigner()
    const answers: (() => Uint8Array)[] = []
    const scene = await open(answers, signer)
    const repo = await createSignedRepo(scene.repo.did, signer)
    const { blocks } = await repo.commit([createPost('hello', 'a')])
    answers.push(
      () => blocks,
      () => {
        assert.equal(scene.known.get(repo.did)?.rev, '')
        return blocks
      },
    )
    assert.equal(await scene.keep(), true)
    assert.deepEqual(scene.kinds(), ['actor', 'actor', 'keepPost', 'forgetBackfill'])
  })

  it('is not kept when its author took it back while it was fetched', async () => {
    const signer = createSigner()
    const answers: (() => Uint8Array)[] = []
    const scene = await open(answers, signer)
    const repo = await createSignedRepo(scene.repo.did, signer)
    const before = await repo.commit([createPost('hello', 'a'), createPost('other', 'b')])
    const after = await repo.commit([{ action: 'delete', path: 'app.bsky.feed.post/a' }])
    scene.known.set(repo.did, actor(repo.did, { rev: before.rev }))
    answers.push(
      () => {
        // The firehose is faster than the answer.
        scene.known.set(repo.did, actor(repo.did, { rev: after.rev }))
        return before.blocks
      },
      () => after.blocks,
    )
    assert.equal(await scene.keep(), false)
    assert.deepEqual(scene.kinds(), [])
    assert.equal(scene.asked(), 2)
  })

  it('is not kept when its author is not there any more, or its server knows of no such post', async () => {
    const signer = createSigner()
    const answers: (() => Uint8Array)[] = []
    const scene = await open(answers, signer)
    const repo = await createSignedRepo(scene.repo.did, signer)
    const { blocks } = await repo.commit([createPost('hello', 'a')])
    scene.known.set(repo.did, actor(repo.did, { status: 'takendown' }))
    answers.push(
      () => blocks,
      () => {
        throw new AskFailure(400, 'RepoNotFound')
      },
    )
    assert.equal(await scene.keep(), false)
    assert.equal(await scene.keep(), false)
    assert.deepEqual(scene.kinds(), [])
  })

  it('is refused when somebody else has signed it, or the answer is no proof', async () => {
    const answers: (() => Uint8Array)[] = []
    const scene = await open(answers, createSigner())
    const repo = await createSignedRepo(scene.repo.did, createSigner())
    const { blocks } = await repo.commit([createPost('hello', 'a')])
    answers.push(
      () => blocks,
      () => Buffer.from('no CAR file'),
    )
    await assert.rejects(scene.keep(), /signature does not fit/)
    await assert.rejects(scene.keep(), /undecodable CAR file/)
    assert.deepEqual(scene.kinds(), [])
  })
})
