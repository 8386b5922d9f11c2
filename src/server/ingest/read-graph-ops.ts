// What a commit says about follows, lists and starter packs, proved against the signed tree.
import { CidLinkWrapper } from '@atcute/cbor'
import { graphPrefix, readGraphRecord } from '../sources/graph-record.ts'
import type { GraphChange } from '../sources/keep-members.ts'
import { type Blocks, blockKey, type Commit, decodeBlock, takeBlock } from './read-commit.ts'
import type { CommitEvent, PostOp } from './read-event.ts'
import { isObject } from './read-frame.ts'
import { proveOp } from './wanted-posts.ts'

const collections = new Set(['follow', 'list', 'listitem', 'starterpack'].map((name) => `${graphPrefix}${name}`))

/** The operations of a commit on follows, lists and starter packs. */
export function findGraphOps({ ops }: CommitEvent): PostOp[] {
  return ops.flatMap((op): PostOp[] => {
    if (!isObject(op) || typeof op.path !== 'string' || !op.path.startsWith(graphPrefix)) return []
    const { action, path, cid } = op
    if (!collections.has(path.slice(0, path.indexOf('/')))) return []
    if (action === 'delete') return [{ action, path, cid: undefined, key: undefined }]
    if ((action !== 'create' && action !== 'update') || !(cid instanceof CidLinkWrapper)) return []
    return [{ action, path, cid: cid.$link, key: blockKey(cid) }]
  })
}

/** @throws BadFrame when the tree does not say so */
export function proveGraphOps(commit: Commit, ops: PostOp[]): GraphChange[] {
  for (const op of ops) proveOp(commit, op)
  return readGraphOps(commit.blocks, ops)
}

/** What the records say. @throws BadFrame when one is missing, or not what its CID says */
export function readGraphOps(blocks: Blocks, ops: PostOp[]): GraphChange[] {
  return ops.map((op) => {
    const [collection = '', rkey = ''] = op.path.split('/')
    const record = op.key === undefined ? undefined : decodeBlock(takeBlock(blocks, op.key))
    return { collection, rkey, record: readGraphRecord(record) }
  })
}
