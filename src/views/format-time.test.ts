// Times and counts in words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { absoluteTime, clockTime, countOf, formatCount, relativeTime } from './format-time.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const relative: [string, string][] = [
  ['2026-11-21T12:00:30Z', 'now'],
  ['2026-11-21T11:59:01Z', 'now'],
  ['2026-11-21T11:59:00Z', '1 min'],
  ['2026-11-21T11:00:01Z', '59 min'],
  ['2026-11-21T11:00:00Z', '1 h'],
  ['2026-11-20T12:00:01Z', '23 h'],
  ['2026-11-20T12:00:00Z', 'yesterday'],
  ['2026-11-19T12:00:00Z', '2 d'],
  ['2026-11-14T12:00:01Z', '6 d'],
  ['2026-11-14T12:00:00Z', '14 Nov'],
  ['2025-11-21T12:00:00Z', '21 Nov 2025'],
  ['1970-01-01T00:00:00Z', '1 Jan 1970'],
]
for (const [iso, label] of relative) test(`${iso} is ${label}`, () => assert.equal(relativeTime(iso, now), label))

test('an exact time names its zone', () => {
  assert.equal(absoluteTime('2026-11-21T09:14:59Z'), '21 November 2026 at 09:14 UTC')
})

test('counts are written out below ten thousand', () => {
  assert.deepEqual([0, 1204, 9999, 10_000, 12_345, 1_234_567].map(formatCount), [
    '0',
    '1,204',
    '9,999',
    '10K',
    '12.3K',
    '1.23M',
  ])
  assert.deepEqual([countOf(1, 'reply', 'replies'), countOf(2, 'reply', 'replies')], ['1 reply', '2 replies'])
})

test('a time of today is the hour, another one has its day', () => {
  assert.equal(clockTime('2026-11-21T09:04:59Z', now), '09:04 UTC')
  assert.equal(clockTime('2026-11-20T23:59:00Z', now), '20 November 2026 at 23:59 UTC')
})
