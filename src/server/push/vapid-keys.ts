// The key pair that tells push services who speaks (RFC 8292), made on first run.
import { createECDH } from 'node:crypto'
import { keepSecret } from '../secrets.ts'

/** Base64url: an uncompressed point of P-256 and its scalar. */
export type VapidKeys = { publicKey: string; privateKey: string }

/** Reads the pair from the data folder, or makes it. */
export function readVapidKeys(dataDir: string): VapidKeys {
  const privateKey = keepSecret(dataDir, 'push-key', () => {
    const pair = createECDH('prime256v1')
    pair.generateKeys()
    // OpenSSL leaves leading zeros out.
    return Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
      .subarray(-32)
      .toString('base64url')
  })
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(privateKey, 'base64url'))
  return { publicKey: pair.getPublicKey().toString('base64url'), privateKey }
}
