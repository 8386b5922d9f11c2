// Signing keys: multibase text of a DID document → a check of signatures (atproto Cryptography).
import { createHash, createPublicKey, ECDH, verify as verifyNode } from 'node:crypto'
import { isPoint, verify as verifyK256 } from 'tiny-secp256k1'

/** Checks `signature` (r and s, 64 bytes) over the SHA-256 of `message`. High-S signatures are refused. */
export type SigningKey = { verify: (message: Uint8Array, signature: Uint8Array) => boolean }

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Half of the order of P-256 (SEC 2, 2.4.2), rounded down. */
const p256HalfOrder = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex')

/**
 * Reads a Multikey (`z…`, compressed point with its multicodec: 0xe7 k256, 0x1200 p256).
 * @returns undefined when it is no key of a supported curve
 */
export function readSigningKey(multibase: string): SigningKey | undefined {
  if (!/^z[1-9A-HJ-NP-Za-km-z]{40,60}$/.test(multibase)) return undefined
  const bytes = decodeBase58(multibase.slice(1))
  if (bytes.length !== 35) return undefined
  const point = bytes.subarray(2)
  if (bytes[0] === 0xe7 && bytes[1] === 0x01) return readK256(point)
  if (bytes[0] === 0x80 && bytes[1] === 0x24) return readP256(point)
  return undefined
}

/** Writes a compressed point as Multikey. `curve` as in the DID documents of older accounts. */
export function toMultikey(curve: 'k256' | 'p256', point: Uint8Array): string {
  return `z${encodeBase58(Buffer.concat([curve === 'k256' ? [0xe7, 0x01] : [0x80, 0x24], point].map(Buffer.from)))}`
}

function readK256(point: Uint8Array): SigningKey | undefined {
  if (!isPoint(point)) return undefined
  return { verify: (message, signature) => verifyK256(sha256(message), point, signature, true) }
}

function readP256(point: Uint8Array): SigningKey | undefined {
  let key: ReturnType<typeof createPublicKey>
  try {
    const full = ECDH.convertKey(point, 'prime256v1', undefined, undefined, 'uncompressed') as Buffer
    const [x, y] = [full.subarray(1, 33), full.subarray(33)].map((part) => part.toString('base64url'))
    key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  } catch {
    return undefined
  }
  return {
    verify: (message, signature) =>
      p256HalfOrder.compare(signature.subarray(32)) >= 0 &&
      verifyNode('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature),
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/** Base58 of Bitcoin, as multibase `z` names it; the input is already known to be of its alphabet. */
export function decodeBase58(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let carry = alphabet.indexOf(character)
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] ?? 0) * 58
      bytes[i] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  for (let i = 0; text[i] === '1'; i++) bytes.push(0)
  return Uint8Array.from(bytes.reverse())
}

function encodeBase58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = alphabet[Number(value % 58n)] + text
  return text
}
