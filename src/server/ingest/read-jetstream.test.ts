// Messages of Jetstream: what they say, and which are refused.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { receiveTold } from './gather-commit.ts'
import { readTold } from './read-jetstream.ts'

const did = 'did:plc:eygmaihciaxprqvxpfvl6flk'
const time = 1_725_911_162_329_308
const at = '2024-09-09T19:46:02.329308Z'
/** The example of Jetstream's own documentation. */
const like = {
  rev: '3l3qo2vutsw2b',
  operation: 'create',
  collection: 'app.bsky.feed.like',
  rkey: '3l3qo2vuowo2b',
  cid: 'bafyreidwaivazkwu67xztlmuobx35hs2lnfh3kolmgfmucldvhd3sgzcqi',
  record: {
    $type: 'app.bsky.feed.like',
    createdAt: '2024-09-09T19:46:02.102Z',
    subject: {
      cid: 'bafyreidc6sydkkbchcyg62v77wbhzvb2mvytlmsychqgwf2xojjtirmzj4',
      uri: 'at://did:plc:wa7b35aakoll7hugkrjtf3xf/app.bsky.feed.post/3l3pte3p2e325',
    },
  },
}
const legacy = (commit: object) => ({ did, time_us: time, kind: 'commit', commit })
const framed = (kind: string, payload: object) => ({
  $type: 'message',
  payload: {
    $type: `network.bsky.jetstream.subscribeEvents#${kind}`,
    seq: 1,
    did,
    time: at,
    witnessedAt: at,
    ...payload,
  },
})
const tell = (message: unknown) => readTold(JSON.stringify(message))

describe('readTold', () => {
  it('reads both forms alike', () => {
    assert.deepEqual(tell(legacy(like)), tell(framed('commit', like)))
    const { kind, time: told } = tell(legacy(like)) as { kind: string; time: number }
    assert.deepEqual([kind, told], ['op', time])
  })

  it('reads accounts and identities', () => {
    const account = { active: false, did, seq: 3, time: at, status: 'deleted' }
    const expected = { kind: 'account', seq: time, did, active: false, status: 'deleted' }
    for (const message of [framed('account', { account }), { did, time_us: time, kind: 'account', account }]) {
      assert.deepEqual(tell(message), { kind: 'event', time, event: expected })
    }
    assert.equal(tell(framed('identity', { identity: { did, seq: 3 } })).kind, 'event')
    assert.equal(tell(framed('something', {})).kind, 'unknown')
    assert.equal(tell({ $type: 'error', error: 'ConsumerTooSlow' }).kind, 'error')
  })

  const bad: [string, unknown][] = [
    ['undecodable message', undefined],
    ['message is no object', [1]],
    ['message without a payload', { $type: 'message' }],
    ['time is out of bounds', { ...legacy(like), time_us: 12 }],
    ['not a did:plc or did:web', { ...legacy(like), did: 'did:x:y' }],
    ['rev is no TID', legacy({ ...like, rev: 'now' })],
    ['unknown action', legacy({ ...like, operation: 'drop' })],
    ['operation without a path', legacy({ ...like, rkey: '../x' })],
    ['operation without a link', legacy({ ...like, cid: 'bafy' })],
    ['operation without a record', legacy({ ...like, record: null })],
    ['record is not its CID', legacy({ ...like, record: { ...like.record, createdAt: '2024-09-09T19:46:02.103Z' } })],
    ['record is not of the data model', legacy({ ...like, record: { at: 1e300 } })],
    ['active is no flag', framed('account', { account: { active: 1 } })],
  ]
  for (const [reason, message] of bad) {
    it(`refuses: ${reason}`, () => {
      const text = message === undefined ? '{' : JSON.stringify(message)
      assert.throws(() => readTold(text), { name: 'BadFrame', message: reason })
      assert.equal(receiveTold(Buffer.from(text)).bad?.message, reason)
    })
  }
})

describe('receiveTold', () => {
  it('makes one commit of the operations that came in it', () => {
    const deletion = { rev: like.rev, operation: 'delete', collection: 'app.bsky.feed.post', rkey: '3l3qo2vuowo2c' }
    const { event } = receiveTold(
      Buffer.from([legacy(like), legacy(deletion)].map((one) => JSON.stringify(one)).join('\n')),
    )
    assert(event?.kind === 'commit')
    assert.equal(event.ops.length, 2)
    assert.deepEqual(
      event.posts.map(({ action }) => action),
      ['delete'],
    )
  })
})
