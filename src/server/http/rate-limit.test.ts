// How many requests are too many, for whom, and until when.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRateLimit } from './rate-limit.ts'

const somebody = { did: 'did:plc:a', address: '203.0.113.1' }
const stranger = { did: undefined, address: '203.0.113.1' }

test('a minute’s worth at once, then one when there is room again', () => {
  let time = 0
  const limit = createRateLimit({ person: 60, address: 2, now: () => time })
  assert.deepEqual([limit.take(stranger), limit.take(stranger)], [undefined, undefined])
  const refusal = limit.take(stranger)
  assert.deepEqual([refusal?.status, refusal?.retryAfter], [429, 30])
  assert.equal(limit.take(somebody), undefined, 'people who are signed in are counted by who they are')
  assert.equal(limit.take({ did: undefined, address: '203.0.113.2' }), undefined)
  time = 29_000
  assert.equal(limit.take(stranger)?.retryAfter, 1)
  time = 30_000
  assert.equal(limit.take(stranger), undefined)
  assert.equal(limit.take(stranger)?.status, 429)
})

test('no limit, and nobody on this machine, is counted', () => {
  const limit = createRateLimit({ person: 0, address: 1, now: () => 0 })
  for (const _ of [1, 2, 3]) {
    assert.equal(limit.take(somebody), undefined)
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      assert.equal(limit.take({ did: undefined, address }), undefined)
    }
  }
})

test('remembers so many and no more', () => {
  const limit = createRateLimit({ person: 1, address: 1, now: () => 0, capacity: 2 })
  for (const address of ['a', 'b', 'c', 'a']) assert.equal(limit.take({ did: undefined, address }), undefined)
  assert.equal(limit.take({ did: undefined, address: 'a' })?.status, 429)
})
