import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto'
import { createSigner, flipS } from '../../../tests/ingest/signed-repo.ts'
import { readSigningKey } from './signing-key.ts'

const message = Buffer.from('a commit')
const k256Order = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')

describe('readSigningKey', () => {
  for (const [name, keypair] of [
    ['k256', Secp256k1Keypair],
    ['p256', P256Keypair],
  ] as const) {
    it(`checks ${name} as the reference signs, and refuses the high-S twin`, async () => {
      const pair = await keypair.create()
      const key = readSigningKey(pair.did().slice('did:key:'.length))
      const signature = await pair.sign(message)
      assert(key)
      assert(key.verify(message, signature))
      assert(!key.verify(Buffer.from('another'), signature))
      assert(!key.verify(message, name === 'k256' ? flipS(signature, k256Order) : flipS(signature)))
      assert(!key.verify(message, new Uint8Array(64)))
    })
  }

  it('knows the keys that the tests make', () => {
    for (const curve of ['k256', 'p256'] as const) {
      const { multikey, sign } = createSigner(curve)
      assert(readSigningKey(multikey)?.verify(message, sign(message)))
    }
  })

  it('gives nothing for what is no key', () => {
    const { multikey } = createSigner()
    for (const text of [
      '',
      'z',
      'zQ3s',
      multikey.slice(1),
      `${multikey}1`,
      `z${'1'.repeat(47)}`,
      multikey.replace(/.$/, 'l'),
    ]) {
      assert.equal(readSigningKey(text), undefined, text)
    }
  })
})
