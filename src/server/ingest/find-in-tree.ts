// Walks the part of a Merkle search tree that a commit carries (atproto Repository, "MST Structure").
import { createHash } from 'node:crypto'
import { BytesWrapper, CidLinkWrapper, fromBytes } from '@atcute/cbor'
import { BadFrame } from './bad-frame.ts'
import { type Blocks, blockKey, decodeBlock, takeBlock } from './read-commit.ts'
import { isObject } from './read-frame.ts'

/** No tree of SHA-256 keys is deeper than this: a deeper one was made to waste time. */
const depthLimit = 64

/**
 * Proves what the tree under `root` holds at `path` (`collection/rkey`): every node's bytes are checked against its
 * CID on the way down.
 * @returns the record's CID, or undefined when the tree holds nothing there
 * @throws BadFrame when a node is missing, is not its CID, or is malformed
 */
export function findInTree(blocks: Blocks, root: CidLinkWrapper, path: string): CidLinkWrapper | undefined {
  let node: CidLinkWrapper | undefined = root
  for (let depth = 0; node !== undefined; depth++) {
    if (depth > depthLimit) throw new BadFrame('tree too deep')
    const step = searchNode(decodeBlock(takeBlock(blocks, blockKey(node))), path)
    if (step.found) return step.found
    node = step.below
    // A short proof of absence ends at the layer where the key would stand: nothing below can hold it.
    if (node && step.key && !blocks.has(blockKey(node)) && heightOf(path) >= heightOf(step.key)) return undefined
  }
  return undefined
}

/** Keys are sorted as bytes; record paths are ASCII, so comparing strings is the same. */
function searchNode(
  { l, e }: Record<string, unknown>,
  path: string,
): { found?: CidLinkWrapper; below?: CidLinkWrapper | undefined; key?: string } {
  if (!Array.isArray(e)) throw new BadFrame('malformed tree node')
  let below = linkOf(l)
  let previous = ''
  for (const entry of e) {
    if (!isObject(entry) || !(entry.k instanceof BytesWrapper) || !(entry.v instanceof CidLinkWrapper)) {
      throw new BadFrame('malformed tree entry')
    }
    const shared = Number(entry.p)
    if (!Number.isInteger(shared) || shared < 0 || shared > previous.length) throw new BadFrame('malformed tree key')
    const suffix = fromBytes(entry.k)
    const key =
      previous.slice(0, shared) + Buffer.from(suffix.buffer, suffix.byteOffset, suffix.length).toString('latin1')
    if (key <= previous) throw new BadFrame('tree keys out of order')
    if (key === path) return { found: entry.v }
    if (key > path) return { below, key }
    below = linkOf(entry.t)
    previous = key
  }
  return { below, key: previous }
}

/** The layer of a key: leading zeros of its SHA-256, in pairs of bits. */
function heightOf(key: string): number {
  let pairs = 0
  for (const byte of createHash('sha256').update(key).digest()) {
    if (byte === 0) pairs += 4
    else return pairs + Math.floor((Math.clz32(byte) - 24) / 2)
  }
  return pairs
}

function linkOf(value: unknown): CidLinkWrapper | undefined {
  if (value === null) return undefined
  if (!(value instanceof CidLinkWrapper)) throw new BadFrame('malformed tree link')
  return value
}
