// Which failures are answers, which mean that nobody answered, and how long a pause is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { judgeFailure, readRetryAfter } from './judge-failure.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const kindOf = (error: unknown) => judgeFailure(error, now).kind

test('what upstream says is an answer; that it says nothing is none', () => {
  for (const status of [400, 401, 403, 404, 413, 501])
    assert.equal(kindOf(new XRPCError(status)), 'answer', `${status}`)
  for (const status of [1, 2, 500, 502, 503, 504]) assert.equal(kindOf(new XRPCError(status)), 'none', `${status}`)
  assert.equal(kindOf(new XRPCError(429)), 'pause')
  assert.equal(kindOf(new Error('late')), 'none')
  for (const status of [401, 404, 429]) assert.equal(kindOf(new AppError(status, '')), 'answer', `ours ${status}`)
  for (const status of [424, 502, 503]) assert.equal(kindOf(new AppError(status, '')), 'none', `ours ${status}`)
})

test('a pause is as long as upstream wants it, within reason', () => {
  const pauses: [Record<string, string> | undefined, number][] = [
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': '999999999' }, 300_000],
    [{ 'retry-after': 'soon' }, 5000],
    [{ 'retry-after': '-5' }, 0],
    [{ 'ratelimit-reset': String(now / 1000 + 12) }, 12_000],
    [{ 'ratelimit-reset': 'x' }, 5000],
    [{}, 5000],
    [undefined, 5000],
  ]
  for (const [headers, pause] of pauses) assert.equal(readRetryAfter(headers, now), pause, JSON.stringify(headers))
})
