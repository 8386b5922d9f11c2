// The CAR file of a commit event → its blocks and the signed commit object (atproto Repository, "Commit Objects").
import { createHash } from 'node:crypto'
import { fromUint8Array } from '@atcute/car'
import { BytesWrapper, CidLinkWrapper, decode, encode, fromBytes } from '@atcute/cbor'
import { BadFrame } from './bad-frame.ts'
import { isObject } from './read-frame.ts'

/** Blocks by the latin1 text of their CID bytes: cheaper than base32 for what is looked up once. */
export type Blocks = Map<string, Uint8Array>

export type Commit = {
  blocks: Blocks
  did: string
  rev: string
  /** Root of the MST: key for `blocks`, and CID string. */
  data: CidLinkWrapper
  /** What was signed, and the signature: 64 bytes, r and s. */
  unsigned: () => Uint8Array
  signature: Uint8Array
}

/** Of a CIDv1 with SHA-256, in bytes. */
const cidLength = 36

/** Key of a link in `Blocks`. */
export function blockKey(link: { bytes: Uint8Array }): string {
  return Buffer.from(link.bytes.buffer, link.bytes.byteOffset, link.bytes.byteLength).toString('latin1')
}

/** @throws BadFrame when the bytes are no CAR file */
export function readBlocks(car: Uint8Array): { root: string | undefined; blocks: Blocks } {
  try {
    const reader = fromUint8Array(car)
    const root = reader.roots[0] as CidLinkWrapper | undefined
    return { root: root && blockKey(root), blocks: takeBlocks(car, reader.header.headerEnd) }
  } catch (cause) {
    throw new BadFrame('undecodable CAR file', { cause })
  }
}

/** As the library's iterator does, which makes six objects a block. @throws RangeError when they are no blocks */
function takeBlocks(car: Uint8Array, start: number): Blocks {
  const blocks: Blocks = new Map()
  const bytes = Buffer.from(car.buffer, car.byteOffset, car.byteLength)
  for (let at = start; at < car.length; ) {
    let length = 0
    for (let shift = 1, more = true; more; shift *= 128) {
      const byte = car[at++]
      if (byte === undefined || shift > 2 ** 28) throw new RangeError('length of a block out of bounds')
      length += (byte & 127) * shift
      more = byte > 127
    }
    const [begin, end] = [at + cidLength, at + length]
    if (begin > end || end > car.length) throw new RangeError('block out of bounds')
    const codec = car[at + 1]
    const isKnown = car[at] === 1 && (codec === 0x71 || codec === 0x55) && car[at + 2] === 0x12 && car[at + 3] === 32
    if (!isKnown) throw new RangeError('CID of another kind')
    blocks.set(bytes.toString('latin1', at, begin), car.subarray(begin, end))
    at = end
  }
  return blocks
}

/**
 * A block whose bytes are what its CID says.
 * @throws BadFrame when it is missing or something else
 */
export function takeBlock(blocks: Blocks, key: string): Uint8Array {
  const bytes = blocks.get(key)
  if (bytes === undefined) throw new BadFrame('missing block')
  if (createHash('sha256').update(bytes).digest().toString('latin1') !== key.slice(4))
    throw new BadFrame('block is not its CID')
  return bytes
}

/** Decodes a block. @throws BadFrame when it is no map of DAG-CBOR */
export function decodeBlock(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = decode(bytes)
    if (isObject(value)) return value
  } catch (cause) {
    throw new BadFrame('undecodable block', { cause })
  }
  throw new BadFrame('block is no map')
}

/**
 * The commit object `root` of `blocks`, checked to be of this account and revision.
 * @throws BadFrame when it is not there, not well-formed, or of somebody or something else
 */
export function readCommit(blocks: Blocks, root: string, expected: { did: string; rev: string }): Commit {
  const { sig, ...fields } = decodeBlock(takeBlock(blocks, root))
  if (fields.version !== 3) throw new BadFrame('unknown version of repository')
  if (fields.did !== expected.did) throw new BadFrame('commit is of another account')
  if (fields.rev !== expected.rev) throw new BadFrame('commit has another rev')
  if (!(fields.data instanceof CidLinkWrapper)) throw new BadFrame('commit without data')
  if (!(sig instanceof BytesWrapper)) throw new BadFrame('commit without signature')
  const signature = fromBytes(sig)
  if (signature.length !== 64) throw new BadFrame('signature is not 64 bytes')
  const { did, rev } = expected
  // Most are only followed: what was signed is made for those that are verified.
  return { blocks, did, rev, data: fields.data, signature, unsigned: () => encode(fields) }
}
