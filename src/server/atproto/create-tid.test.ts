// TIDs: of the right form, in order of time, read by other implementations as the time they were made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTid, isTid } from './create-tid.ts'

test('are valid and sort by time', () => {
  const times = [0, 1, 1_700_000_000_000, 1_795_000_000_000, 4_000_000_000_000]
  const tids = times.map(createTid)
  assert.ok(tids.every(isTid), tids.join(' '))
  assert.deepEqual([...tids].sort(), tids)
})

test('two of one millisecond differ', () => {
  const tids = new Set(Array.from({ length: 50 }, () => createTid(1_795_000_000_000)))
  assert.ok(tids.size > 45)
})

test('what is none is told apart', () => {
  for (const text of [
    '',
    'self',
    '3kaaaaaaaaaa',
    '3kaaaaaaaaaaaa',
    'zkaaaaaaaaaaa',
    '3KAAAAAAAAAAA',
    '3kaaaaaaaaaa1',
  ]) {
    assert.equal(isTid(text), false, text)
  }
})
