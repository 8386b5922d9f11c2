// Frame → one event of com.atproto.sync.subscribeRepos, every field checked.
import { BytesWrapper, CidLinkWrapper, fromBytes } from '@atcute/cbor'
import { BadFrame } from './bad-frame.ts'
import { blockKey } from './read-commit.ts'
import { type Frame, isObject, isSeq } from './read-frame.ts'
import type { CommitRecords } from './read-records.ts'

/** `cid` and `key` (of the block, see read-commit.ts) are of the record; a deletion has none. */
export type PostOp = {
  action: 'create' | 'update' | 'delete'
  path: string
  cid: string | undefined
  key: string | undefined
}

/** `frame` as it came, for whoever quarantines the event. */
type Framed = { frame?: Uint8Array }

export type CommitEvent = Framed & {
  kind: 'commit'
  seq: number
  did: string
  rev: string
  since: string | null
  prevData: CidLinkWrapper | undefined
  commit: CidLinkWrapper
  blocks: Uint8Array
  /** Those of app.bsky.feed.post only. */
  posts: PostOp[]
  /** All operations as they came, each an object with a path and nothing else checked. */
  ops: unknown[]
  /** Told by Jetstream: nobody signed it, and `blocks` hold the records alone. */
  isUnsigned?: true
  /** What was read of it: see read-records.ts. */
  records?: CommitRecords
}
export type SyncEvent = Framed & { kind: 'sync'; seq: number; did: string; rev: string; blocks: Uint8Array }
export type IdentityEvent = Framed & { kind: 'identity'; seq: number; did: string }
export type AccountEvent = Framed & {
  kind: 'account'
  seq: number
  did: string
  active: boolean
  status: string | undefined
}
type InfoEvent = { kind: 'info'; name: string; message: string | undefined }
/** A type that this version does not know: passed over, as the specification asks. */
type UnknownEvent = { kind: 'unknown'; seq: number | undefined }
export type FirehoseEvent = CommitEvent | SyncEvent | IdentityEvent | AccountEvent | InfoEvent | UnknownEvent

/** Bounds of the lexicon (subscribeRepos#commit): operations in a commit, bytes of its CAR file. */
export const opsLimit = 200
const blocksLimit = 2_000_000
const postPrefix = 'app.bsky.feed.post/'
export const rkeyPattern = /^[A-Za-z0-9._:~-]{1,512}$/
const didPattern = /^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%:_-]{1,240})$/
const tidPattern = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/

/** @throws BadFrame when a field is missing, of the wrong type or out of bounds */
export function readEvent({ kind, body }: { kind: string; body: Record<string, unknown> }): FirehoseEvent {
  switch (kind) {
    case '#commit':
      return readCommitEvent(body)
    case '#sync':
      return { kind: 'sync', seq: seqOf(body), did: didOf(body.did), rev: tidOf(body.rev), blocks: blocksOf(body) }
    case '#identity':
      return { kind: 'identity', seq: seqOf(body), did: didOf(body.did) }
    case '#account':
      return readAccountEvent(body)
    case '#info':
      return { kind: 'info', name: String(body.name).slice(0, 100), message: textOf(body.message) }
    default:
      return { kind: 'unknown', seq: isSeq(body.seq) ? body.seq : undefined }
  }
}

/** The account that a frame names, where it can be told. */
export function findDid(frame: Frame | undefined): string | undefined {
  if (!frame || !('body' in frame)) return undefined
  const did = frame.body.repo ?? frame.body.did
  return typeof did === 'string' && didPattern.test(did) ? did : undefined
}

function readCommitEvent(body: Record<string, unknown>): CommitEvent {
  const { ops, since, prevData, commit } = body
  if (body.tooBig === true) throw new BadFrame('commit marked as too big')
  if (!Array.isArray(ops) || ops.length > opsLimit) throw new BadFrame('ops are no list within bounds')
  if (!(commit instanceof CidLinkWrapper)) throw new BadFrame('commit is no link')
  if (since !== null && since !== undefined && typeof since !== 'string') throw new BadFrame('since is no revision')
  if (prevData !== null && prevData !== undefined && !(prevData instanceof CidLinkWrapper)) {
    throw new BadFrame('prevData is no link')
  }
  return {
    kind: 'commit',
    seq: seqOf(body),
    did: didOf(body.repo),
    rev: tidOf(body.rev),
    since: since ?? null,
    prevData: prevData ?? undefined,
    commit,
    blocks: blocksOf(body),
    posts: ops.flatMap(readPostOp),
    ops,
  }
}

/** @throws BadFrame when the operation is not well-formed */
export function readPostOp(op: unknown): PostOp[] {
  if (!isObject(op) || typeof op.path !== 'string') throw new BadFrame('operation without a path')
  const { action, path, cid } = op
  if (!path.startsWith(postPrefix)) return []
  if (!rkeyPattern.test(path.slice(postPrefix.length))) throw new BadFrame('record key out of bounds')
  if (action === 'delete') return [{ action, path, cid: undefined, key: undefined }]
  if (action !== 'create' && action !== 'update') throw new BadFrame('unknown action')
  if (!(cid instanceof CidLinkWrapper)) throw new BadFrame('operation without a link')
  return [{ action, path, cid: cid.$link, key: blockKey(cid) }]
}

function readAccountEvent(body: Record<string, unknown>): AccountEvent {
  if (typeof body.active !== 'boolean') throw new BadFrame('active is no flag')
  const status = textOf(body.status)?.slice(0, 40)
  return { kind: 'account', seq: seqOf(body), did: didOf(body.did), active: body.active, status }
}

function seqOf({ seq }: Record<string, unknown>): number {
  if (!isSeq(seq)) throw new BadFrame('seq is no positive whole number')
  return seq
}

/** @throws BadFrame */
export function didOf(value: unknown): string {
  if (typeof value !== 'string' || !didPattern.test(value)) throw new BadFrame('not a did:plc or did:web')
  return value
}

/** @throws BadFrame */
export function tidOf(value: unknown): string {
  if (typeof value !== 'string' || !tidPattern.test(value)) throw new BadFrame('rev is no TID')
  return value
}

function blocksOf({ blocks }: Record<string, unknown>): Uint8Array {
  if (!(blocks instanceof BytesWrapper)) throw new BadFrame('blocks are no bytes')
  const bytes = fromBytes(blocks)
  if (bytes.length === 0 || bytes.length > blocksLimit) throw new BadFrame('blocks are empty or out of bounds')
  return bytes
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 300) : undefined
}
