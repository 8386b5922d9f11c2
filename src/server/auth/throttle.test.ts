import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createThrottle } from './throttle.ts'

test('is spent after the limit, until the window is over, for that name only', () => {
  const throttle = createThrottle({ limit: 3, window: 1000, capacity: 10 })
  for (const now of [0, 10, 20]) {
    assert.equal(throttle.isSpent('a', now), false)
    throttle.count('a', now)
  }
  assert.equal(throttle.isSpent('a', 999), true)
  assert.equal(throttle.isSpent('b', 999), false)
  assert.equal(throttle.isSpent('a', 1000), false)
  throttle.count('a', 1000)
  assert.equal(throttle.isSpent('a', 1001), false)
})

test('forgives who was right', () => {
  const throttle = createThrottle({ limit: 1, window: 1000, capacity: 10 })
  throttle.count('a', 0)
  throttle.forgive('a')
  assert.equal(throttle.isSpent('a', 1), false)
})

test('remembers no more than its capacity, the latest ones', () => {
  const throttle = createThrottle({ limit: 1, window: 1000, capacity: 2 })
  for (const name of ['a', 'b', 'c']) throttle.count(name, 0)
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => throttle.isSpent(name, 1)),
    [false, true, true],
  )
})
