// Remembered answers: shared while they load, forgotten when they fail or grow old.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemory } from './create-memory.ts'
import { createReadings, noteStale } from './reading.ts'

test('callers at the same time share one load, later ones its answer, until it is old', async () => {
  let now = 0
  let loads = 0
  const memory = createMemory(() => now)
  const ask = () => memory.recall('key', 100, async () => ++loads)
  assert.deepEqual(await Promise.all([ask(), ask()]), [1, 1])
  now = 99
  assert.equal(await ask(), 1)
  now = 100
  assert.equal(await ask(), 2)
  memory.forget('key')
  assert.equal(await ask(), 3)
})

test('a load that fails is not remembered', async () => {
  const memory = createMemory(() => 0)
  const failing = memory.recall('key', 100, () => Promise.reject(new Error('down')))
  await assert.rejects(failing, /down/)
  assert.equal(await memory.recall('key', 100, async () => 'up'), 'up')
})

test('a failure stands for as long as told, and no longer', async () => {
  let now = 0
  const memory = createMemory(() => now, { failureTtl: 10 })
  await assert.rejects(
    memory.recall('key', 100, () => Promise.reject(new Error('down'))),
    /down/,
  )
  now = 9
  await assert.rejects(
    memory.recall('key', 100, async () => 'up'),
    /down/,
  )
  now = 10
  assert.equal(await memory.recall('key', 100, async () => 'up'), 'up')
})

test('there are never more than three hundred entries: old ones go first, then the oldest', async () => {
  let now = 0
  const memory = createMemory(() => now)
  const fill = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1) await memory.recall(`key ${at}`, 100, async () => 'before')
  }
  const isKept = async (at: number) => (await memory.recall(`key ${at}`, 100, async () => 'anew')) === 'before'
  await fill(0, 10)
  now = 50
  await fill(10, 300)
  now = 120
  await fill(300, 301)
  assert.equal(await isKept(10), true, 'only what is old has gone')
  await fill(301, 330)
  assert.deepEqual([await isKept(329), await isKept(11)], [true, false])
})

test('what stood in for an answer is marked for everybody who gets it, and not remembered', async () => {
  const readings = createReadings()
  const memory = createMemory(() => 0, { readings })
  let loads = 0
  const read = async () => {
    const page = { deadline: 0, mayBeStale: true, staleSince: undefined as number | undefined }
    await readings.run(page, () =>
      memory.recall('key', 100, async () => {
        if (++loads === 1) noteStale(readings.getStore(), 42)
      }),
    )
    return page.staleSince
  }
  assert.deepEqual(await Promise.all([read(), read()]), [42, 42])
  assert.equal(await read(), undefined)
  assert.equal(loads, 2)
})

test('what grows old is given and loaded anew beside, once', async () => {
  let now = 0
  let loads = 0
  let isDown = false
  const memory = createMemory(() => now)
  const ages = { ttl: 100, refreshAfter: 20 }
  const load = async () => {
    loads += 1
    if (isDown) throw new Error('down')
    return loads
  }
  const ask = () => memory.recallAhead('key', ages, load)
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  assert.equal(await ask(), 1)
  now = 20
  assert.deepEqual([await ask(), loads], [1, 1])
  now = 21
  assert.deepEqual(await Promise.all([ask(), ask()]), [1, 1])
  await settle()
  assert.deepEqual([await ask(), loads], [2, 2])
  now = 50
  isDown = true
  assert.equal(await ask(), 2)
  await settle()
  assert.deepEqual([await ask(), loads], [2, 3], 'a failure leaves what was there')
  now = 121
  await assert.rejects(ask(), /down/)
  isDown = false
  now = 200
  assert.equal(await ask(), 5)
  now = 230
  const refreshed = ask()
  memory.forget('key')
  assert.equal(await refreshed, 5)
  await settle()
  assert.equal(await ask(), 6, 'what was forgotten meanwhile stays forgotten')
})

test('a page that wants nothing older than it says gets nothing older, and others go on with what there is', async () => {
  const readings = createReadings()
  const clock = { now: 0 }
  const memory = createMemory(() => clock.now, { readings })
  let loads = 0
  const load = async () => ++loads
  const ask = (freshWithin?: number) =>
    readings.run({ deadline: 0, mayBeStale: true, staleSince: undefined, freshWithin }, () =>
      memory.recall('key', 60_000, load),
    )
  assert.equal(await ask(), 1)
  clock.now = 25_000
  assert.equal(await ask(), 1)
  assert.equal(await ask(25_001), 1)
  assert.equal(await ask(25_000), 2)
  assert.equal(await ask(), 2)
})
