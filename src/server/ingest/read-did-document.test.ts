import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { didDocument } from '../../../tests/ingest/plc-directory.ts'
import { createSigner } from '../../../tests/ingest/signed-repo.ts'
import { readDidDocument } from './read-did-document.ts'

const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const { multikey } = createSigner()
const document = (more: Record<string, unknown>) => ({
  ...(didDocument(did, multikey, 'a.example.org') as object),
  ...more,
})

describe('readDidDocument', () => {
  it('gives key, handle and server', () => {
    const expected = { signingKey: multikey, handle: 'a.example.org', pds: 'https://pds.test' }
    assert.deepEqual(readDidDocument(document({}), did), expected)
  })

  it('leaves out a server that is none', () => {
    for (const service of [
      'x',
      [],
      [7],
      [{ id: '#atproto_pds' }],
      [{ id: '#atproto_pds', serviceEndpoint: 'file:///etc/passwd' }],
      [{ id: '#other', serviceEndpoint: 'https://pds.test' }],
    ]) {
      assert.equal(readDidDocument(document({ service }), did)?.pds, undefined, JSON.stringify(service))
    }
  })

  it('refuses another DID, no key, a key that is none, and what is no document', () => {
    const method = { id: `${did}#atproto`, type: 'Multikey', publicKeyMultibase: 'zzzz' }
    for (const bad of [
      document({ id: 'did:plc:zzzzzzzzzzzzzzzzzzzzzzzz' }),
      document({ verificationMethod: [] }),
      document({ verificationMethod: 'x' }),
      document({ verificationMethod: [method] }),
      document({ verificationMethod: [{ ...method, publicKeyMultibase: multikey, id: '#other' }] }),
      null,
      'text',
    ]) {
      assert.equal(readDidDocument(bad, did), undefined, JSON.stringify(bad))
    }
  })

  it('leaves out a handle that is none', () => {
    for (const name of [
      'at://',
      'at://nodots',
      'at://-a.example',
      'https://a.example',
      `at://${'a'.repeat(300)}.example`,
      7,
    ]) {
      assert.equal(readDidDocument(document({ alsoKnownAs: [name] }), did)?.handle, undefined, String(name))
    }
    assert.equal(readDidDocument(document({ alsoKnownAs: 'x' }), did)?.handle, undefined)
  })
})
