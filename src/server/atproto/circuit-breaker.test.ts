// When a host is left alone, and when it is tried again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCircuitBreaker } from './circuit-breaker.ts'

const options = { threshold: 3, shortest: 1000, longest: 3000 }

test('leaves a host alone after failures in a row, longer each time, and tries one question in between', () => {
  const breaker = createCircuitBreaker(options)
  for (const _ of [1, 2]) breaker.fail('a', 0)
  assert.equal(breaker.pauseOf('a', 0), 0)
  breaker.fail('a', 0)
  assert.equal(breaker.pauseOf('a', 1), 999)
  assert.equal(breaker.pauseOf('b', 1), 0)
  assert.equal(breaker.pauseOf('a', 1000), 0, 'one may try')
  assert.ok(breaker.pauseOf('a', 1001) > 0, 'the others wait for it')
  breaker.fail('a', 1100)
  assert.equal(breaker.pauseOf('a', 1100), 2000)
  for (const _ of [1, 2, 3]) breaker.fail('a', 3100)
  assert.equal(breaker.pauseOf('a', 3100), 3000, 'the longest, however many had been asked')
  assert.equal(breaker.pauseOf('a', 6100), 0)
})

test('is closed by one answer', () => {
  const breaker = createCircuitBreaker(options)
  for (const _ of [1, 2, 3]) breaker.fail('a', 0)
  breaker.succeed('a')
  breaker.fail('a', 0)
  assert.equal(breaker.pauseOf('a', 0), 0)
})

test('a trial that never ends does not keep the host closed for ever', () => {
  const breaker = createCircuitBreaker(options)
  for (const _ of [1, 2, 3]) breaker.fail('a', 0)
  assert.equal(breaker.pauseOf('a', 1000), 0)
  assert.equal(breaker.pauseOf('a', 60_000), 0)
})

test('remembers so many hosts and no more', () => {
  const breaker = createCircuitBreaker({ ...options, capacity: 2 })
  for (const host of ['a', 'b', 'c']) for (const _ of [1, 2, 3]) breaker.fail(host, 0)
  assert.deepEqual(
    ['a', 'b', 'c'].map((host) => breaker.pauseOf(host, 1) > 0),
    [false, true, true],
  )
})
