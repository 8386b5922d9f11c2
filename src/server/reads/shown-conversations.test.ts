import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlacedSlice } from '#types/timeline.ts'
import { keyOf, readCursor, writeCursor } from './shown-conversations.ts'

const gone = (uri: string) => ({ kind: 'gone' as const, uri, reason: 'broken' as const })
const slice = (...uris: string[]): PlacedSlice => ({ posts: uris.map(gone), gapAfterFirst: false, at: 0 })

test('a cursor brings along what it was given', () => {
  const first = writeCursor('2026-01-01::bafy~x', new Set(), [slice('at://a', 'at://b'), slice('at://alone')])
  assert.deepEqual(readCursor(first), { upstream: '2026-01-01::bafy~x', shown: new Set([keyOf('at://b')]) })
  const second = writeCursor('later', readCursor(first).shown, [slice('at://c', 'at://d')])
  assert.deepEqual(readCursor(second), { upstream: 'later', shown: new Set([keyOf('at://b'), keyOf('at://d')]) })
})

test('a page of posts that answer nothing adds nothing', () => {
  assert.equal(writeCursor('x', new Set(), [slice('at://a')]), 'x')
})

for (const cursor of ['plain', 'a~b', 'a~four', `a~${'x'.repeat(2000)}`, '~', 'a~äöüßé']) {
  test(`${cursor.slice(0, 20)} is upstream's own`, () => {
    assert.deepEqual(readCursor(cursor), { upstream: cursor, shown: new Set() })
  })
}

test('it stays short', () => {
  const many = Array.from({ length: 500 }, (_, at) => slice('at://x', `at://${at}`))
  const cursor = writeCursor('x', new Set(), many)
  assert.ok(cursor.length < 1100)
  assert.equal(readCursor(cursor).shown.size, 200)
  assert.ok(readCursor(cursor).shown.has(keyOf('at://499')), 'the newest stay')
})
