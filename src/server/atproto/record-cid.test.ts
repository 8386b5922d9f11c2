// The CID of a record as servers compute it. The expected one is what @atproto/lex-cbor makes of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordCid } from './record-cid.ts'

test('is what a server makes of the record, blobs and all', () => {
  const ref = { $link: 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku' }
  const blob = { $type: 'blob', ref, mimeType: 'image/png', size: 3 }
  const record = { $type: 'app.bsky.feed.post', text: 'Żółć 👩‍👩‍👧', langs: ['pl'], nothing: undefined, blob }
  assert.equal(recordCid(record), 'bafyreicziplkpaph5oc67ofexlfn2jnj4ettqtrfse7osz4x4wq726nsqa')
})
