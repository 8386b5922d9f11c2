import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readLabels } from './read-labels.ts'

const src = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const uri = `at://${src}/app.bsky.feed.post/a`
const read = (body: Record<string, unknown>) => readLabels({ kind: '#labels', body })

describe('readLabels', () => {
  it('reads labels of posts and accounts', () => {
    const labels = [
      { src, uri, val: '!takedown', cts: 'x', ver: 1 },
      { src, uri: src, val: 'spam', neg: true, exp: '2026-01-01T00:00:00Z' },
    ]
    assert.deepEqual(read({ seq: 4, labels }), {
      seq: 4,
      labels: [
        { uri, src, val: '!takedown', neg: false, exp: undefined },
        { uri: src, src, val: 'spam', neg: true, exp: Date.UTC(2026, 0, 1) },
      ],
    })
  })

  it('passes over what is no label of a post or an account', () => {
    const labels = [
      null,
      7,
      {},
      { src, uri: 'https://x', val: 'spam' },
      { src: 1, uri, val: 'x' },
      { src, uri, val: "'; DROP" },
    ]
    assert.deepEqual(read({ seq: 1, labels }), { seq: 1, labels: [] })
    assert.equal(readLabels({ kind: '#info', body: {} }), undefined)
    assert.throws(() => read({ seq: 0, labels: [] }), /seq/)
    assert.throws(() => read({ seq: 1, labels: 'x' }), /list/)
  })
})
