// A message of Jetstream → what it says, for both of its forms: /subscribe, and network.bsky.jetstream.subscribeEvents.
import { createHash } from 'node:crypto'
import { CidLinkWrapper, encode } from '@atcute/cbor'
import { packCid } from '#db/queries/packed-posts.ts'
import { BadFrame } from './bad-frame.ts'
import { didOf, type FirehoseEvent, tidOf } from './read-event.ts'
import { isObject } from './read-frame.ts'

type Loose = Record<string, unknown>
type Plain = Extract<FirehoseEvent, { kind: 'identity' | 'account' | 'sync' }>

/** One operation of a commit; a deletion has neither `cid` nor `bytes` (of the record, DAG-CBOR). */
export type ToldOp = {
  action: string
  path: string
  cid: CidLinkWrapper | null
  bytes: Uint8Array | undefined
}

/** `time`: when the server heard of it, in µs since 1970, which is also where to go on. */
export type Told =
  | { kind: 'op'; time: number; did: string; rev: string; op: ToldOp }
  | { kind: 'event'; time: number; event: Plain }
  | { kind: 'info'; name: string; message: string | undefined }
  | { kind: 'error'; error: string; message: string | undefined }
  | { kind: 'unknown'; time: number }

const pathPattern = /^[a-zA-Z][a-zA-Z0-9.-]{1,316}\/[A-Za-z0-9._:~-]{1,512}$/
/** CIDv1, DAG-CBOR, SHA-256 of 32 bytes: what every record has. */
const cidPrefix = Buffer.from('01711220', 'hex')
/** The first time that can be told from a number of another kind, in µs. */
const leastTime = 1e15

/** @throws BadFrame when it is no message of Jetstream, or its record is not what its CID says */
export function readTold(text: string): Told {
  const message = parse(text)
  if (message.$type === 'error') return { kind: 'error', error: shorten(message.error) ?? '', ...wordsOf(message) }
  const { kind, time, body } = message.$type === 'message' ? unwrap(message.payload) : openLegacy(message)
  if (kind === 'info') return { kind, name: shorten(body.name) ?? '', ...wordsOf(body) }
  if (time === undefined || !Number.isSafeInteger(time) || time < leastTime) throw new BadFrame('time is out of bounds')
  switch (kind) {
    case 'commit':
      return { kind: 'op', time, did: didOf(body.did), rev: tidOf(body.rev), op: readOp(body) }
    case 'identity':
      return { kind: 'event', time, event: { kind, seq: time, did: didOf(body.did) } }
    case 'account':
      return { kind: 'event', time, event: readAccount(body, time) }
    case 'sync':
      return readSync(body, time)
    default:
      return { kind: 'unknown', time }
  }
}

function parse(text: string): Loose {
  try {
    const message: unknown = JSON.parse(text)
    if (isObject(message)) return message
  } catch (cause) {
    throw new BadFrame('undecodable message', { cause })
  }
  throw new BadFrame('message is no object')
}

/** The framing of network.bsky.jetstream.subscribeEvents: `payload` names its kind after the `#`. */
function unwrap(payload: unknown): { kind: string; time: number | undefined; body: Loose } {
  if (!isObject(payload) || typeof payload.$type !== 'string') throw new BadFrame('message without a payload')
  const kind = payload.$type.slice(payload.$type.indexOf('#') + 1)
  const inner = payload[kind]
  const body = isObject(inner) ? { ...inner, did: payload.did } : payload
  return { kind, time: microsOf(payload.witnessedAt ?? payload.time), body }
}

/** The form of /subscribe: `kind` beside what it names. */
function openLegacy(message: Loose): { kind: string; time: number | undefined; body: Loose } {
  const kind = String(message.kind)
  const inner = message[kind]
  if (!isObject(inner)) throw new BadFrame('message without what it names')
  return { kind, time: Number(message.time_us), body: { ...inner, did: message.did } }
}

function readOp({ operation, collection, rkey, record, cid }: Loose): ToldOp {
  const path = `${String(collection)}/${String(rkey)}`
  if (!pathPattern.test(path)) throw new BadFrame('operation without a path')
  if (operation === 'delete') return { action: operation, path, cid: null, bytes: undefined }
  if (operation !== 'create' && operation !== 'update') throw new BadFrame('unknown action')
  const digest = typeof cid === 'string' ? packCid(cid) : null
  if (digest?.length !== 32) throw new BadFrame('operation without a link')
  const bytes = encodeRecord(record)
  if (!createHash('sha256').update(bytes).digest().equals(digest)) throw new BadFrame('record is not its CID')
  return { action: operation, path, cid: new CidLinkWrapper(Buffer.concat([cidPrefix, digest])), bytes }
}

function encodeRecord(record: unknown): Uint8Array {
  if (!isObject(record)) throw new BadFrame('operation without a record')
  try {
    return encode(record)
  } catch (cause) {
    throw new BadFrame('record is not of the data model', { cause })
  }
}

function readAccount({ did, active, status }: Loose, seq: number): Plain {
  if (typeof active !== 'boolean') throw new BadFrame('active is no flag')
  return { kind: 'account', seq, did: didOf(did), active, status: shorten(status)?.slice(0, 40) }
}

/** Of no use without the signed commit. */
function readSync({ did, rev, blocks }: Loose, seq: number): Told {
  const base64 = isObject(blocks) ? blocks.$bytes : blocks
  if (typeof base64 !== 'string') return { kind: 'unknown', time: seq }
  const event = { kind: 'sync' as const, seq, did: didOf(did), rev: tidOf(rev), blocks: Buffer.from(base64, 'base64') }
  return { kind: 'event', time: seq, event }
}

/** A datetime with six digits of a second, in µs. */
function microsOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined
  const [, micros = '0'] = /\.\d{3}(\d{3})\d*Z$/.exec(value) ?? []
  return Date.parse(value) * 1000 + Number(micros)
}

function wordsOf({ message }: Loose): { message: string | undefined } {
  return { message: shorten(message) }
}

function shorten(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 300) : undefined
}
