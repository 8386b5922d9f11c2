// Pages made once: how often they are made, when they are made anew, and who gets them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../app-error.ts'
import { createSnapshots } from './create-snapshots.ts'

/** A page whose clock, version and body are set by the test, and which counts what is done for it. */
function openPage(maxBytes?: number) {
  const page = { now: 1_000_000, version: 'a', isPublic: true, body: 'one', status: 200, isStale: false, fails: false }
  const counts = { made: 0, asked: 0 }
  const snapshots = createSnapshots(() => page.now, maxBytes === undefined ? {} : { maxBytes })
  const source = {
    async version() {
      counts.asked++
      return { version: page.version, isPublic: page.isPublic }
    },
    async make() {
      counts.made++
      if (page.fails) throw new AppError(502, 'away')
      return { response: new Response(page.body, { status: page.status }), isStale: page.isStale }
    },
  }
  const give = async (key = '/f/x') => (await snapshots.give(key, source)).body.toString()
  return { page, counts, snapshots, give }
}

/** Until what was begun beside an answer is done. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('a thousand requests make one page, and ask once a second whether it is still good', async () => {
  const { page, counts, give } = openPage()
  await Promise.all(Array.from({ length: 1000 }, () => give()))
  assert.equal(counts.made, 1)
  counts.asked = 0
  for (let i = 0; i < 1000; i++) assert.equal(await give(), 'one')
  assert.deepEqual(counts, { made: 1, asked: 0 })
  page.now += 1000
  for (let i = 0; i < 1000; i++) await give()
  assert.deepEqual(counts, { made: 1, asked: 1 })
})

test('something new is on the page that is asked for next', async () => {
  const { page, counts, give } = openPage()
  await give()
  Object.assign(page, { version: 'b', body: 'two', now: page.now + 1000 })
  assert.equal(await give(), 'two')
  assert.equal(counts.made, 2)
})

test('after 20 s it is made anew beside whoever asks; after 30 s they wait', async () => {
  const { page, counts, give } = openPage()
  await give()
  Object.assign(page, { body: 'two', now: page.now + 20_000 })
  assert.equal(await give(), 'one')
  await settle()
  assert.equal(await give(), 'two')
  assert.equal(counts.made, 2)
  Object.assign(page, { body: 'three', now: page.now + 30_000 })
  assert.equal(await give(), 'three')
})

test('what stood in for an answer is shown for 5 s, and what is no page is not kept', async () => {
  const { page, counts, give, snapshots } = openPage()
  page.isStale = true
  await give()
  assert.equal(snapshots.peek('/f/x'), undefined)
  await give()
  assert.equal(counts.made, 1)
  Object.assign(page, { now: page.now + 5000, isStale: false, status: 404, body: 'gone' })
  assert.equal(await give(), 'gone')
  await give()
  assert.equal(counts.made, 3)
})

test('a failure is of those who asked; the next one asks again', async () => {
  const { page, give } = openPage()
  page.fails = true
  await assert.rejects(give(), { status: 502 })
  page.fails = false
  assert.equal(await give(), 'one')
})

test('a page with a secret address is asked for at the door every time, and never handed out without', async () => {
  const { page, counts, give, snapshots } = openPage()
  page.isPublic = false
  await give()
  await give()
  assert.deepEqual(counts, { made: 1, asked: 2 })
  assert.equal(snapshots.peek('/f/x'), undefined)
})

test('says since when a page is as it is', async () => {
  const { page, snapshots, give } = openPage()
  await give()
  const since = snapshots.peek('/f/x')?.changedAt
  page.now += 30_000
  await give()
  assert.equal(snapshots.peek('/f/x')?.changedAt, since)
  Object.assign(page, { body: 'two', now: page.now + 30_000 })
  await give()
  assert.equal(snapshots.peek('/f/x')?.changedAt, page.now)
})

test('holds so many bytes and no more, the ones asked for last; forgets a page with all its forms', async () => {
  const { page, snapshots, give } = openPage(10_000)
  page.body = 'x'.repeat(2000)
  for (const key of ['/f/a', '/f/b', '/f/c']) await give(key)
  assert.deepEqual(
    ['/f/a', '/f/b', '/f/c'].map((key) => snapshots.peek(key) !== undefined),
    [false, true, true],
  )
  page.body = 'x'
  for (const key of ['/f/bird', '/f/birds', '/f/bird/rss.xml', '/f/bird?before=1']) await give(key)
  snapshots.forget('/f/bird')
  assert.deepEqual(
    ['/f/bird', '/f/birds', '/f/bird/rss.xml', '/f/bird?before=1'].map((key) => snapshots.peek(key) !== undefined),
    [false, true, false, false],
  )
})
