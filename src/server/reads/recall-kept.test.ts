// What is kept in cache.db: when it is shown, and when it is asked for anew.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../app-error.ts'
import { createReadings } from '../reading.ts'
import { recallKept } from './recall-kept.ts'

const now = 10_000_000
const ttl = 1000
const ctx = { now: () => now, readings: createReadings() }

async function recall(expiresAt: number | undefined, load: () => Promise<string>, freshWithin?: number) {
  let loads = 0
  const reading = { deadline: 0, mayBeStale: true, staleSince: undefined as number | undefined, freshWithin }
  const kept = expiresAt === undefined ? undefined : { view: 'kept', expiresAt }
  const counted = () => {
    loads++
    return load()
  }
  const view = await ctx.readings.run(reading, () => recallKept(ctx, kept, counted, ttl))
  return { view, loads, staleSince: reading.staleSince }
}

const fresh = async () => 'fresh'
const away = async () => {
  throw new AppError(502, 'away')
}
const gone = async () => {
  throw new AppError(404, 'gone')
}

test('fresh, a little older, too old, none', async () => {
  assert.deepEqual(await recall(now + 1, fresh), { view: 'kept', loads: 0, staleSince: undefined })
  assert.deepEqual(await recall(now - 1, fresh), { view: 'kept', loads: 1, staleSince: undefined })
  assert.deepEqual(await recall(now - 60_000, fresh), { view: 'fresh', loads: 1, staleSince: undefined })
  assert.deepEqual(await recall(undefined, fresh), { view: 'fresh', loads: 1, staleSince: undefined })
})

test('what is too old stands in where nobody answers, and says so; a refusal is a refusal', async () => {
  assert.deepEqual(await recall(now - 60_000, away), { view: 'kept', loads: 1, staleSince: now - 61_000 })
  assert.deepEqual(await recall(now - 1, away), { view: 'kept', loads: 1, staleSince: undefined })
  await assert.rejects(recall(undefined, away), { status: 502 })
  await assert.rejects(recall(now - 60_000, gone), { status: 404 })
})

test('a page that wants nothing older than it says waits for what is younger', async () => {
  // Kept 400 ms ago.
  assert.equal((await recall(now + 600, fresh, 500)).view, 'kept')
  assert.deepEqual(await recall(now + 600, fresh, 400), { view: 'fresh', loads: 1, staleSince: undefined })
  assert.deepEqual(await recall(now + 600, away, 400), { view: 'kept', loads: 1, staleSince: now - 400 })
})
