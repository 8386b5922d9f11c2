// Commits read in one pass: what the general decoder makes of them, or nothing at all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode, toBytes } from '@atcute/cbor'
import { create, toCidLink } from '@atcute/cid'
import { receiveFrame } from './read-frame.ts'
import { peekCommit, readPlainCommit } from './read-plain-commit.ts'

const cid = toCidLink(await create(0x71, new Uint8Array(3)))
const picture = toCidLink(await create(0x55, new Uint8Array(3)))
const op = { action: 'create', path: 'app.bsky.feed.like/3k', cid }
const usual = {
  ...{ seq: 5, repo: 'did:plc:a', rev: '3k', since: null, time: '2026-11-01', blobs: [], rebase: false, tooBig: false },
  ...{ commit: cid, blocks: toBytes(new Uint8Array(300)), ops: [op] },
}
const frameOf = (body: unknown, head = { op: 1, t: '#commit' }) => Buffer.concat([encode(head), encode(body)])

const plain: Record<string, Record<string, unknown>> = {
  usual,
  'with prevData': { ...usual, prevData: cid, since: '3j' },
  'deletions and many': {
    ...usual,
    ops: [
      { ...op, action: 'delete', cid: null, prev: picture },
      ...Array(30).fill({ ...op, action: 'update', prev: null }),
    ],
  },
  'no operations': { ...usual, ops: [] },
  'numbers of every length': { ...usual, seq: 2 ** 40 + 7 },
  'as many as there may be': { ...usual, seq: Number.MAX_SAFE_INTEGER },
}
for (const [name, body] of Object.entries(plain)) {
  test(`reads as the general decoder does: ${name}`, () => {
    const bytes = frameOf(body)
    const { frame } = receiveFrame(bytes)
    const read = Object.entries(readPlainCommit(bytes) ?? {}).filter(([, value]) => value !== undefined)
    assert.deepEqual(Object.fromEntries(read), frame && 'body' in frame ? frame.body : undefined)
    assert.deepEqual(peekCommit(bytes), { seq: body.seq, did: body.repo })
  })
}

const others: Record<string, Uint8Array> = {
  'another kind': frameOf({ seq: 1, did: 'did:plc:a' }, { op: 1, t: '#account' }),
  'an unknown field': frameOf({ ...usual, more: 1 }),
  'an unknown field of an operation': frameOf({ ...usual, ops: [{ ...op, more: 1 }] }),
  'an operation without a link': frameOf({ ...usual, ops: [{ action: 'delete', path: 'a/b' }] }),
  'an action that is none': frameOf({ ...usual, ops: [{ ...op, action: 'explode' }] }),
  'letters beyond ASCII': frameOf({ ...usual, repo: 'did:plc:ä' }),
  'a list of pictures': frameOf({ ...usual, blobs: [picture] }),
  'text for bytes': frameOf({ ...usual, blocks: 'car' }),
  'a number below zero': frameOf({ ...usual, seq: -1 }),
  'fields out of order': Buffer.concat([
    encode({ op: 1, t: '#commit' }),
    Buffer.from('a2637365710163726576623365', 'hex'),
  ]),
  'a number longer than it needs': Buffer.concat([
    encode({ op: 1, t: '#commit' }),
    Buffer.from('a1637365711805', 'hex'),
  ]),
  'a number beyond reach': Buffer.concat([
    encode({ op: 1, t: '#commit' }),
    Buffer.from('a1637365711bffffffffffffffff', 'hex'),
  ]),
  'a hash of another kind': Buffer.from(frameOf(usual).toString('hex').replace('01711220', '01711320'), 'hex'),
  'more than one body': Buffer.concat([frameOf(usual), encode(1)]),
  nothing: Buffer.alloc(0),
}
for (const [name, bytes] of Object.entries(others)) {
  test(`leaves to the general decoder: ${name}`, () => assert.equal(readPlainCommit(bytes), undefined))
}

test('leaves what is cut off, wherever', () => {
  const whole = frameOf({ ...usual, prevData: cid })
  for (let length = 0; length < whole.length; length++) {
    assert.equal(readPlainCommit(whole.subarray(0, length)), undefined)
    peekCommit(whole.subarray(0, length))
  }
})

test('peeks at nothing where another field stands before the account', () => {
  const repo = 'did:plc:a'
  for (const body of [
    { ops: [], seq: 0, repo },
    { ops: 7, seq: 3, repo },
    { ops: [], more: 1, seq: 3, repo },
    { seq: 3 },
  ]) {
    assert.equal(peekCommit(frameOf(body)), undefined)
  }
  assert.deepEqual(peekCommit(frameOf({ seq: 3, repo, others: 1 })), { seq: 3, did: repo })
})
