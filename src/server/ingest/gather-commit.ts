// Operations that Jetstream tells one by one → the commit that they came in, as the firehose would have told it, unsigned.
import { CidLinkWrapper, encode } from '@atcute/cbor'
import { BadFrame } from './bad-frame.ts'
import { type CommitEvent, opsLimit, readPostOp } from './read-event.ts'
import type { Received } from './read-frame.ts'
import { readTold, type Told } from './read-jetstream.ts'

type ToldOfCommit = Extract<Told, { kind: 'op' }>

/** Root of a commit that only deletes: no block has this name. */
const nothing = new CidLinkWrapper(Buffer.concat([Buffer.from('01711220', 'hex'), Buffer.alloc(32)]))

/** All of `told` are of one commit. @throws BadFrame when there are too many */
export function gatherCommit(told: ToldOfCommit[], seq: number): CommitEvent {
  const [first] = told
  if (!first || told.length > opsLimit) throw new BadFrame('ops are no list within bounds')
  const ops = told.map(({ op: { action, path, cid } }) => ({ action, path, cid }))
  const root = ops.find(({ cid }) => cid)?.cid ?? nothing
  return {
    kind: 'commit',
    seq,
    did: first.did,
    rev: first.rev,
    since: null,
    prevData: undefined,
    commit: root,
    blocks: writeCar(
      root,
      told.flatMap(({ op: { cid, bytes } }) => (cid && bytes ? [{ cid, bytes }] : [])),
    ),
    posts: ops.flatMap(readPostOp),
    ops,
    isUnsigned: true,
  }
}

/** Reads messages that were kept, a line each: those of one commit, or one of another kind. Never throws. */
export function receiveTold(bytes: Uint8Array): Received {
  try {
    const told = Buffer.from(bytes).toString().split('\n').map(readTold)
    const ops = told.flatMap((one) => (one.kind === 'op' ? [one] : []))
    const [first] = told
    if (first?.kind === 'event') return { bytes, event: first.event, seq: first.time }
    return { bytes, event: gatherCommit(ops, ops[0]?.time ?? 0), seq: ops[0]?.time }
  } catch (error) {
    if (error instanceof BadFrame) return { bytes, bad: error }
    throw error
  }
}

function writeCar(root: CidLinkWrapper, blocks: { cid: CidLinkWrapper; bytes: Uint8Array }[]): Uint8Array {
  const header = encode({ roots: [root], version: 1 })
  const parts = [varint(header.length), header]
  for (const { cid, bytes } of blocks) parts.push(varint(cid.bytes.length + bytes.length), cid.bytes, bytes)
  return Buffer.concat(parts)
}

/** LEB128, as CAR files have it. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  return Uint8Array.from([...bytes, rest])
}
