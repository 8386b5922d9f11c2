// Bytes from the socket → header and body (atproto Event Stream specification, "Framing").
import { decode, decodeFirst } from '@atcute/cbor'
import { BadFrame } from './bad-frame.ts'
import type { FirehoseEvent } from './read-event.ts'
import { peekCommit, readPlainCommit } from './read-plain-commit.ts'

/** `kind` is the header's `t` (`#commit` …); an error frame carries the server's words. */
export type Frame =
  | { kind: string; body: Record<string, unknown> }
  | { kind: 'error'; error: string; message: string | undefined }

/**
 * A frame as it came, read as far as possible, to the event where that is known; `seq` only where it may move the cursor.
 * One that was only peeked at is to be read with `readPeeked`; `did` is told of such only.
 */
export type Received = {
  bytes: Uint8Array
  frame?: Frame
  event?: FirehoseEvent
  bad?: BadFrame
  seq?: number | undefined
  did?: string
}

/** The specification's bound of one frame, in bytes. */
export const frameLimit = 5_000_000

/** Reads a frame without throwing. */
export function receiveFrame(bytes: Uint8Array): Received {
  try {
    const frame = readFrame(bytes)
    const seq = 'body' in frame ? frame.body.seq : undefined
    return { bytes, frame, seq: isSeq(seq) ? seq : undefined }
  } catch (error) {
    if (error instanceof BadFrame) return { bytes, bad: error }
    throw error
  }
}

/**
 * As `receiveFrame`, but of a commit only its number and account are read: thousands may wait for their turn, and what is
 * made of them before it comes outlives what is quickly collected.
 */
export function peekFrame(bytes: Uint8Array): Received {
  const peeked = bytes.length > frameLimit ? undefined : peekCommit(bytes)
  return peeked ? { bytes, seq: peeked.seq, did: peeked.did } : receiveFrame(bytes)
}

/** Reads what `peekFrame` has left. */
export function readPeeked(received: Received): Received {
  const { bytes, frame, event, bad, seq } = received
  if (frame || event || bad) return received
  const body = readPlainCommit(bytes)
  return body ? { bytes, frame: { kind: '#commit', body }, seq } : { ...receiveFrame(bytes), seq }
}

/** Whether a value is a place in a stream. */
export function isSeq(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}

/** @throws BadFrame when the bytes are not two CBOR objects of the framing */
function readFrame(bytes: Uint8Array): Frame {
  if (bytes.length > frameLimit) throw new BadFrame('oversized frame')
  const [header, rest] = decodePart(() => decodeFirst(bytes), 'undecodable header')
  if (!isObject(header)) throw new BadFrame('header is no object')
  const body = decodePart(() => decode(rest), 'undecodable body')
  if (!isObject(body)) throw new BadFrame('body is no object')
  if (header.op === -1) {
    return { kind: 'error', error: String(body.error).slice(0, 100), message: shorten(body.message) }
  }
  if (header.op !== 1) throw new BadFrame('unknown op')
  if (typeof header.t !== 'string') throw new BadFrame('header names no type')
  return { kind: header.t, body }
}

function decodePart<T>(run: () => T, reason: string): T {
  try {
    return run()
  } catch (cause) {
    throw new BadFrame(reason, { cause })
  }
}

function shorten(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 300) : undefined
}

/** Whether a decoded value is a map: not a list, a link or bytes. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
