// Which posts a commit counts for: likes, reposts, replies, quotes; and which records it ends.
import type { Counted, CountedKind } from '#db/queries/engagement-steps.ts'
import { blockKey, decodeBlock } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import { isObject } from './read-frame.ts'
import type { CommitRecords, ReadOp } from './read-records.ts'

const postUri = /^at:\/\/(did:[a-z]+:[a-zA-Z0-9._:%-]{1,240})\/app\.bsky\.feed\.post\/([a-zA-Z0-9._~:-]{1,512})$/
const marker = Buffer.from('at://did:')
/** Of a text in CBOR, of which the address of a post is one: one byte of length follows. */
const shortText = 0x78

type Found = { records: Counted[]; ended: number[] }

const none: Found = { records: [], ended: [] }

/** @param records gives the blocks of a commit that cannot be read without decoding it; it may throw BadFrame */
export function findReactions(event: CommitEvent, records: () => CommitRecords, now: number): Found {
  let found = none
  for (const op of event.ops) {
    if (!isObject(op) || typeof op.path !== 'string') continue
    const kind = kindOf(op.path)
    if (kind === undefined) continue
    if (found === none) found = { records: [], ended: [] }
    const record = hashOf(`${event.did}/${op.path}`)
    if (op.action === 'delete') found.ended.push(record)
    if (op.action !== 'create') continue
    const subject = event.ops.length === 1 ? scanSubject(event.blocks) : readSubject(op.cid, records())
    if (subject) found.records.push({ ...subject, kind, record, at: now })
  }
  return found
}

function kindOf(path: string): CountedKind | undefined {
  if (path.startsWith('app.bsky.feed.like/')) return 'likes'
  return path.startsWith('app.bsky.feed.repost/') ? 'reposts' : undefined
}

/** What posts answer and quote, and the posts that are no more. */
export function findAnswers({ did }: CommitEvent, { op, record }: ReadOp, now: number): Found {
  const hashes = { replies: hashOf(`${did}/${op.path} reply`), quotes: hashOf(`${did}/${op.path} quote`) }
  if (op.action === 'delete') return { records: [], ended: Object.values(hashes) }
  if (op.action !== 'create' || record === undefined) return none
  const [parent, quoted] = [splitPost(record.reply?.parent), splitPost(quotedOf(record.embed))]
  const replies = parent ? [{ ...parent, kind: 'replies' as const, record: hashes.replies, at: now }] : []
  const quotes = quoted ? [{ ...quoted, kind: 'quotes' as const, record: hashes.quotes, at: now }] : []
  return { records: [...replies, ...quotes], ended: [] }
}

/**
 * The subject of a commit with a single reaction, without decoding it: the only address of a post that stands in it as a
 * whole text. Two thirds of the firehose are such commits.
 */
function scanSubject(blocks: Uint8Array): { did: string; rkey: string } | undefined {
  const bytes = Buffer.from(blocks.buffer, blocks.byteOffset, blocks.byteLength)
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + marker.length)) {
    if (bytes[at - 2] !== shortText) continue
    const subject = splitPost(bytes.toString('latin1', at, at + (bytes[at - 1] ?? 0)))
    if (subject) return subject
  }
  return undefined
}

function readSubject(cid: unknown, { blocks }: CommitRecords): { did: string; rkey: string } | undefined {
  if (!isObject(cid) && !(cid as { bytes?: unknown } | undefined)?.bytes) return undefined
  const bytes = blocks.get(blockKey(cid as unknown as { bytes: Uint8Array }))
  const { subject } = bytes === undefined ? {} : (decodeBlock(bytes) as { subject?: unknown })
  return isObject(subject) ? splitPost(subject.uri) : undefined
}

/** app.bsky.embed.record, and #recordWithMedia around it. */
function quotedOf(embed: Record<string, unknown> | undefined): unknown {
  const record = isObject(embed?.record) ? embed.record : undefined
  const reference = isObject(record?.record) ? record.record : record
  return reference?.uri
}

/** Author and record key of a post's address; undefined for anything else. */
export function splitPost(uri: unknown): { did: string; rkey: string } | undefined {
  const [, did, rkey] = typeof uri === 'string' ? (postUri.exec(uri) ?? []) : []
  return did !== undefined && rkey !== undefined ? { did, rkey } : undefined
}

/** How a record that counts is remembered: 53 bits of its address (two rounds of FNV-1a, mixed as MurmurHash3 does). */
export function hashOf(text: string): number {
  let [a, b] = [0x811c9dc5, 0x01000193]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ (b >>> 13)
  b = Math.imul(b ^ (b >>> 15), 0xc2b2ae35) ^ (a >>> 16)
  return (a & 0x1fffff) * 2 ** 32 + (b >>> 0)
}
