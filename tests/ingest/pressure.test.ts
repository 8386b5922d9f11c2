// More than can be done at once: what waits is bounded, the socket is paused, and nothing is lost.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { trimQuarantine } from '#db/queries/firehose.ts'
import { writeIndexChanges } from '#db/queries/index-changes.ts'
import { createHarness, until } from './ingest-harness.ts'
import { commitFrame, createPost, createSignedRepo } from './signed-repo.ts'

describe('a firehose that runs ahead', () => {
  it('is paused while the oldest event waits, and finished after', async (t) => {
    const harness = await createHarness(t, { pace: 500 })
    const [author, liker] = [await createSignedRepo(), await createSignedRepo()]
    harness.plc.register(author.did, author.signer.multikey)
    harness.plc.setDown(true)
    const ingest = await harness.start()
    const kept = await author.commit([createPost('keep the first', 'a')])
    const record = { $type: 'app.bsky.feed.like', subject: { uri: 'at://x', cid: 'y' }, createdAt: 'now' }
    const like = await liker.commit([{ action: 'create', path: 'app.bsky.feed.like/a', record }])
    const count = 30_000
    harness.relay.add({ seq: 1, bytes: commitFrame(1, kept) })
    for (let seq = 2; seq <= count; seq += 1000) {
      const frames = Array.from({ length: Math.min(1000, count + 1 - seq) }, (_, i) => seq + i)
      harness.relay.add(...frames.map((at) => ({ seq: at, bytes: commitFrame(at, like) })))
    }
    const full = await until(ingest.look, ({ queued, unfinished }) => queued >= 4000 && unfinished >= 5000)
    assert(full.unfinished <= 5200 && full.queued <= 6000, JSON.stringify(full))
    assert((full.received ?? 0) < count / 2, 'the rest is still with the server')
    harness.plc.setDown(false)
    await until(harness.cursor, (cursor) => cursor === count)
    assert.deepEqual(await harness.texts(), ['keep the first'])
    assert.equal(harness.relay.cursors.length, 1)
  })
})

describe('the quarantine', () => {
  it('keeps the newest frames within its bounds', async (t) => {
    const { index, rows } = await createHarness(t)
    const changes = Array.from({ length: 30 }, (_, seq) => ({
      type: 'quarantine' as const,
      seq,
      did: undefined,
      reason: 'test',
      frame: Buffer.alloc(1000),
      now: seq,
    }))
    await writeIndexChanges(index, 'test', changes, undefined)
    const seqs = async () => (await rows<{ seq: number }>('SELECT seq FROM quarantined_frames')).map(({ seq }) => seq)
    await trimQuarantine(index, { rows: 20, bytes: 1_000_000 })
    assert.deepEqual((await seqs()).length, 20)
    await trimQuarantine(index, { rows: 20, bytes: 5500 })
    assert.deepEqual(await seqs(), [25, 26, 27, 28, 29])
    await trimQuarantine(index, { rows: 20, bytes: 10 })
    assert((await seqs()).length <= 5)
  })
})
