import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFacets } from './find-facets.ts'

const didOf = (handle: string) => (handle === 'amina.test' ? 'did:plc:amina' : undefined)
const cut = (text: string, index: { byteStart: number; byteEnd: number }) =>
  Buffer.from(text).subarray(index.byteStart, index.byteEnd).toString()

test('a link on words loses its address, and what follows keeps its place in bytes', () => {
  const { text, facets } = findFacets('👩🏽‍🚀 see [the page](https://a.example.com/x) #كتب', didOf)
  assert.equal(text, '👩🏽‍🚀 see the page #كتب')
  assert.deepEqual(
    facets.map(({ index }) => cut(text, index)),
    ['the page', '#كتب'],
  )
})

test('only those who exist are mentioned', () => {
  const { text, facets } = findFacets('@niemand.test and @amina.test', didOf)
  assert.deepEqual(
    facets.map(({ index, features }) => [cut(text, index), features[0]]),
    [['@amina.test', { $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:amina' }]],
  )
})
