// Sealing of tokens at rest: AES-256-GCM, bound to the row they belong to.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

export type SealingKey = { id: string; bytes: Buffer }

/** Names a 32-byte key by the start of its SHA-256, so that a sealed value says which key opens it. */
export function nameKey(bytes: Buffer): SealingKey {
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/**
 * Seals `value` (JSON) for one place, such as `credentials oauth did:plc:…`: moved elsewhere it does not open.
 * @returns `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two base64url
 */
export function seal(key: SealingKey, place: string, value: unknown): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(`${place} ${key.id}`))
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${key.id}.${nonce.toString('base64url')}.${body.toString('base64url')}`
}

/**
 * Opens what `seal` made for the same place.
 * @throws Error when it was sealed with another key, for another place, or changed
 */
export function unseal(key: SealingKey, place: string, sealed: string): unknown {
  const [version, keyId, nonce, body] = sealed.split('.')
  if (version !== 'v1' || keyId !== key.id || !nonce || !body) {
    throw new Error(`cannot unseal ${place}: sealed as ${version} with key ${keyId}, the key here is ${key.id}`)
  }
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(`${place} ${key.id}`))
    .setAuthTag(bytes.subarray(-16))
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8'))
}
