// Frames made to do harm: each is quarantined, the next good one indexed, and the connection is not hammered.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { encode, toBytes } from '@atcute/cbor'
import { create, toCidLink } from '@atcute/cid'
import { createHarness, until } from './ingest-harness.ts'
import {
  type CommitBody,
  commitFrame,
  createPost,
  createSignedRepo,
  createSigner,
  frameOf,
  postRecord,
  type SignedRepo,
  writeCar,
} from './signed-repo.ts'

type Make = (repo: SignedRepo, seq: number) => Promise<Uint8Array>
type Spoil = (body: CommitBody) => Record<string, unknown>

const post = (more: Record<string, unknown> = {}) => [createPost('keep what is bad', 'bad', more)]
const spoilt =
  (spoil: Spoil): Make =>
  async (repo, seq) => {
    const body = await repo.commit(post())
    return commitFrame(seq, body, spoil(body))
  }
const withPost =
  (more: Record<string, unknown>): Make =>
  async (repo, seq) =>
    commitFrame(seq, await repo.commit(post(more)))
const in2090 = '2zzzzzzzzzzzz'.replace(/^2/, 'b')

/** Every kind of bad frame, and the reason that it must be kept with. */
const kinds: Record<string, { make: Make; reason: RegExp }> = {
  'no CBOR at all': { make: async () => Buffer.from('<html>'), reason: /undecodable|no object/ },
  'nothing at all': { make: async () => Buffer.alloc(0), reason: /undecodable/ },
  'a body cut off': {
    make: async (repo, seq) => (await withPost({})(repo, seq)).subarray(0, 300),
    reason: /undecodable body/,
  },
  'a header that is a list': { make: async () => Buffer.concat([encode([1]), encode({})]), reason: /header/ },
  'a header without a type': { make: async () => Buffer.concat([encode({ op: 1 }), encode({})]), reason: /type/ },
  'an unknown op': { make: async () => Buffer.concat([encode({ op: 7, t: '#commit' }), encode({})]), reason: /op/ },
  'a body that is a list': {
    make: async () => Buffer.concat([encode({ op: 1, t: '#commit' }), encode([])]),
    reason: /body/,
  },
  'nesting without end': {
    make: async () => Buffer.concat([encode({ op: 1, t: '#commit' }), Buffer.alloc(900_000, 0x81)]),
    reason: /undecodable/,
  },
  'no seq': { make: spoilt(() => ({ seq: undefined })), reason: /seq/ },
  'a seq that is text': { make: spoilt(() => ({ seq: '9' })), reason: /seq/ },
  'a seq out of reach': { make: spoilt(() => ({ seq: 2 ** 52 })), reason: /seq/ },
  'a DID that is none': { make: spoilt(() => ({ repo: "did:plc:x'; DROP TABLE actors" })), reason: /did/ },
  'ops that are no list': { make: spoilt(() => ({ ops: 7 })), reason: /ops/ },
  'too many ops': { make: spoilt(({ ops }) => ({ ops: Array(201).fill(ops[0]) })), reason: /ops/ },
  'an op without a path': { make: spoilt(({ ops }) => ({ ops: [{ ...ops[0], path: 3 }] })), reason: /path/ },
  'a record key out of bounds': {
    make: spoilt(({ ops }) => ({ ops: [{ ...ops[0], path: 'app.bsky.feed.post/../x y' }] })),
    reason: /record key/,
  },
  'an unknown action': { make: spoilt(({ ops }) => ({ ops: [{ ...ops[0], action: 'explode' }] })), reason: /action/ },
  'blocks that are text': { make: spoilt(() => ({ blocks: 'car' })), reason: /blocks/ },
  'blocks that are no CAR': { make: spoilt(() => ({ blocks: toBytes(Buffer.from('not a car')) })), reason: /CAR/ },
  'no blocks': { make: spoilt(() => ({ blocks: toBytes(new Uint8Array()) })), reason: /blocks/ },
  'too many blocks': { make: spoilt(() => ({ blocks: toBytes(new Uint8Array(2_000_001)) })), reason: /blocks/ },
  'a commit marked too big': { make: spoilt(() => ({ tooBig: true })), reason: /too big/ },
  'a rev that is no TID': { make: spoilt(() => ({ rev: '1' })), reason: /TID/ },
  'a rev in the future': {
    make: async (repo, seq) => commitFrame(seq, await repo.commit(post(), { rev: in2090 })),
    reason: /future/,
  },
  'another rev than the commit': {
    make: spoilt(({ rev }) => ({ rev: `${rev.slice(0, -1)}3` })),
    reason: /another rev/,
  },
  'a commit of another account': {
    make: async (repo, seq) => commitFrame(seq, await repo.commit(post(), { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' })),
    reason: /another account/,
  },
  'another root than the commit': { make: spoilt(({ ops }) => ({ commit: ops[0]?.cid })), reason: /root/ },
  'a block left out': {
    make: async (repo, seq) => {
      const body = await repo.commit(post())
      const [first] = body.ops
      return commitFrame(seq, {
        ...body,
        ops: [{ ...first, cid: toCidLink(await create(0x71, encode({}))) }] as typeof body.ops,
      })
    },
    reason: /missing block/,
  },
  'a record that is not in the tree': {
    make: spoilt(({ ops }) => ({ ops: [{ ...ops[0], path: 'app.bsky.feed.post/elsewhere' }] })),
    reason: /not in the tree/,
  },
  'a block that is not its CID': {
    make: async (repo, seq) => {
      const body = await repo.commit(post())
      const forged = encode(postRecord('keep this forgery'))
      const link = body.ops[0]?.cid as { $link: string }
      const blocks = new Map<string, Uint8Array>([[link.$link, forged]])
      const { readBlocks } = await import('#server/ingest/read-commit.ts')
      for (const [key, bytes] of readBlocks(body.blocks).blocks) {
        const cid = toCidLink({
          version: 1,
          codec: 0x71,
          digest: { codec: 18, contents: new Uint8Array() },
          bytes: Buffer.from(key, 'latin1'),
        }).$link
        if (cid !== link.$link) blocks.set(cid, new Uint8Array(bytes))
      }
      return commitFrame(seq, { ...body, blocks: await writeCar(body.commit, blocks) })
    },
    reason: /not its CID/,
  },
  'a signature of somebody else': {
    make: async (repo, seq) => commitFrame(seq, await repo.commit(post(), { signer: createSigner() })),
    reason: /signature/,
  },
  'a high-S signature': {
    make: async (repo, seq) => commitFrame(seq, await repo.commit(post(), { highS: true })),
    reason: /signature/,
  },
  'a text too long': { make: withPost({ text: `keep ${'a'.repeat(3000)}` }), reason: /too long/ },
  'too many graphemes': { make: withPost({ text: `keep ${'é'.repeat(300)}` }), reason: /too long/ },
  'a text that is a number': { make: withPost({ text: 5 }), reason: /text/ },
  'a record of another type': { make: withPost({ $type: 'app.bsky.feed.like' }), reason: /no post/ },
  'createdAt in 1970': { make: withPost({ createdAt: '1970-01-01T00:00:00Z' }), reason: /createdAt/ },
  'createdAt in 2999': { make: withPost({ createdAt: '2999-01-01T00:00:00Z' }), reason: /createdAt/ },
  'createdAt that is none': { make: withPost({ createdAt: 'yesterday' }), reason: /createdAt/ },
  'facets that are no list': { make: withPost({ facets: { a: 1 } }), reason: /facets/ },
  'langs that are numbers': { make: withPost({ langs: [1, 2] }), reason: /langs/ },
  'a reply to nothing': { make: withPost({ reply: {} }), reason: /reply/ },
  'a reply to no record': {
    make: withPost({
      reply: { root: { uri: 'at://did:plc:x/app.bsky.feed.post/1' }, parent: { uri: 'javascript:1' } },
    }),
    reason: /reply/,
  },
  'an account event without a status': {
    make: async (repo, seq) => frameOf('#account', { seq, did: repo.did }),
    reason: /active/,
  },
  'a sync event without blocks': {
    make: async (repo, seq) => frameOf('#sync', { seq, did: repo.did, rev: '3kaaaaaaaaa22' }),
    reason: /blocks/,
  },
}

describe('a bad frame', () => {
  it('is quarantined with its reason, and the next good frame is indexed', async (t) => {
    const harness = await createHarness(t)
    await harness.start()
    let seq = 0
    for (const [name, { make, reason }] of Object.entries(kinds)) {
      const repo = await createSignedRepo(undefined, createSigner(seq % 3 === 0 ? 'p256' : 'k256'))
      harness.plc.register(repo.did, repo.signer.multikey)
      const before = (await harness.reasons()).length
      const good = await createSignedRepo()
      harness.plc.register(good.did, good.signer.multikey)
      const bytes = await make(repo, ++seq)
      harness.relay.add({ seq, bytes })
      harness.relay.add({
        seq: ++seq,
        bytes: commitFrame(seq, await good.commit([createPost(`keep after ${name}`, 'good')])),
      })
      await until(harness.cursor, (cursor) => cursor === seq).catch((error) => assert.fail(`${name}: ${error.message}`))
      const reasons = (await harness.reasons()).slice(before)
      assert.equal(reasons.length, 1, `${name}: quarantined ${JSON.stringify(reasons)}`)
      assert.match(reasons[0] ?? '', reason, name)
      assert.deepEqual((await harness.texts()).at(-1), `keep after ${name}`)
    }
    assert.equal((await harness.texts()).length, Object.keys(kinds).length, 'nothing bad is kept')
    assert.equal(harness.relay.cursors.length, 1, 'the connection stayed')
  })

  it('too large to receive is stepped over without a tight loop', async (t) => {
    const harness = await createHarness(t)
    const repo = await createSignedRepo()
    harness.plc.register(repo.did, repo.signer.multikey)
    harness.relay.add(
      { seq: 1, bytes: commitFrame(1, await repo.commit([createPost('keep the first', 'a')])) },
      { seq: 4, bytes: Buffer.alloc(5_000_001) },
      { seq: 5, bytes: commitFrame(5, await repo.commit([createPost('keep the last', 'b')])) },
    )
    await harness.start()
    await until(harness.texts, (texts) => texts.length === 2)
    assert.deepEqual(harness.relay.cursors, [undefined, 2, 3, 4])
    assert.match((await harness.reasons())[0] ?? '', /oversized/)
  })

  it('of a record does not cost the other records of its commit', async (t) => {
    const harness = await createHarness(t)
    const repo = await createSignedRepo()
    harness.plc.register(repo.did, repo.signer.multikey)
    await harness.start()
    const writes = [createPost('keep me', 'a'), createPost('keep me not', 'b', { createdAt: 'never' })]
    harness.relay.add({ seq: 1, bytes: commitFrame(1, await repo.commit(writes)) })
    await until(harness.cursor, (cursor) => cursor === 1)
    assert.deepEqual(await harness.texts(), ['keep me'])
    assert.deepEqual(await harness.reasons(), ['createdAt is no datetime'])
  })

  it('of an unknown type is passed over, as the specification asks', async (t) => {
    const harness = await createHarness(t)
    await harness.start()
    const link = toCidLink(await create(0x71, encode({})))
    harness.relay.add({ seq: 3, bytes: frameOf('#tomorrow', { seq: 3, link }) })
    await until(harness.cursor, (cursor) => cursor === 3)
    assert.deepEqual(await harness.reasons(), [])
  })
})
