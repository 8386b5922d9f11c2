// The CID of a record before its server has it, so that posts written together can name each other.
import { createHash } from 'node:crypto'
import { encode } from '@atcute/cbor'

const digits = 'abcdefghijklmnopqrstuvwxyz234567'

/** CIDv1 of `record` as DAG-CBOR with SHA-256, in base32 (atproto.com/specs/data-model). */
export function recordCid(record: Record<string, unknown>): string {
  // Blobs and dates become what they are in JSON, and what is undefined is left out.
  const bytes = encode(JSON.parse(JSON.stringify(record)))
  const hash = createHash('sha256').update(bytes).digest()
  return `b${toBase32(Buffer.concat([Buffer.from([0x01, 0x71, 0x12, 0x20]), hash]))}`
}

function toBase32(bytes: Buffer): string {
  let text = ''
  let [bits, value] = [0, 0]
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    for (; bits >= 5; bits -= 5) text += digits[(value >> (bits - 5)) & 31]
  }
  return bits > 0 ? text + digits[(value << (5 - bits)) & 31] : text
}
