// The directory, a host or the firehose is not as it should be for a while: nothing is lost, nothing is hammered.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findPort } from '../find-port.ts'
import { createHarness, until } from './ingest-harness.ts'
import type { Recorded } from './replay-server.ts'
import { commitFrame, createPost, createSignedRepo, errorFrame, frameOf } from './signed-repo.ts'

/** `count` accounts with one post each, from `first` on. */
async function recordPosts(plc: { register: (did: string, key: string) => void }, first: number, count: number) {
  const frames: Recorded[] = []
  for (let seq = first; seq < first + count; seq++) {
    const repo = await createSignedRepo()
    plc.register(repo.did, repo.signer.multikey)
    frames.push({ seq, bytes: commitFrame(seq, await repo.commit([createPost(`keep ${seq}`, 'a')])) })
  }
  return frames
}

const lastCursor = async (rows: <Row>(sql: string) => Promise<Row[]>) =>
  (await rows<{ seq: number }>('SELECT seq FROM firehose_cursors'))[0]?.seq

describe('while the directory is down', () => {
  it('nothing is lost, the cursor waits, and the directory is not hammered', async (t) => {
    const harness = await createHarness(t)
    const frames = await recordPosts(harness.plc, 1, 30)
    const ingest = await harness.start()
    harness.relay.add(frames[0] as Recorded)
    await until(harness.cursor, (cursor) => cursor === 1)
    harness.plc.setDown(true)
    const asked = harness.plc.asked
    harness.relay.add(...frames.slice(1))
    await until(
      () => ingest.look().unfinished,
      (unfinished) => unfinished === 29,
    )
    await until(
      () => harness.plc.asked,
      (now) => now > asked + 8,
    )
    assert.equal(await harness.cursor(), 1)
    assert(harness.plc.asked - asked < 60, `asked ${harness.plc.asked - asked} times`)
    harness.plc.setDown(false)
    await until(harness.cursor, (cursor) => cursor === 30)
    assert.equal((await harness.texts()).length, 30)
    assert.deepEqual(await harness.reasons(), [])
  })

  it('a stop and a start lose nothing either', async (t) => {
    const harness = await createHarness(t)
    harness.plc.setDown(true)
    harness.relay.add(...(await recordPosts(harness.plc, 1, 5)))
    const first = await harness.start()
    await until(
      () => first.look().unfinished,
      (unfinished) => unfinished === 5,
    )
    await first.stop()
    assert.equal(await harness.cursor(), undefined)
    harness.plc.setDown(false)
    await harness.start()
    await until(harness.cursor, (cursor) => cursor === 5)
    assert.equal((await harness.texts()).length, 5)
  })

  it('known authors are heard all the same', async (t) => {
    const harness = await createHarness(t)
    const repo = await createSignedRepo()
    harness.plc.register(repo.did, repo.signer.multikey)
    const ingest = await harness.start()
    harness.relay.add({ seq: 1, bytes: commitFrame(1, await repo.commit([createPost('keep me', 'a')])) })
    await until(harness.cursor, (cursor) => cursor === 1)
    harness.plc.setDown(true)
    harness.relay.add(...(await recordPosts(harness.plc, 2, 1)))
    harness.relay.add({ seq: 3, bytes: commitFrame(3, await repo.commit([createPost('keep me too', 'b')])) })
    await until(harness.texts, (texts) => texts.includes('keep me too'))
    assert.equal(await harness.cursor(), 1)
    assert.equal(ingest.look().unfinished, 2)
  })
})

describe('a did:web host that does not answer', () => {
  it('holds its own events back, in order, and nobody else’s', async (t) => {
    const harness = await createHarness(t, { patience: 300, deferFor: 400 })
    const port = await findPort()
    const repo = await createSignedRepo(`did:web:localhost%3A${port}`)
    await harness.start()
    const posts = [await repo.commit([createPost('keep one', 'a')]), await repo.commit([createPost('keep two', 'b')])]
    harness.relay.add(
      { seq: 1, bytes: commitFrame(1, posts[0] as (typeof posts)[0]) },
      { seq: 2, bytes: commitFrame(2, posts[1] as (typeof posts)[0]) },
      ...(await recordPosts(harness.plc, 3, 3)),
    )
    await until(harness.cursor, (cursor) => cursor === 5)
    assert.equal((await harness.texts()).length, 3)
    assert.equal((await harness.rows('SELECT id FROM deferred_events')).length, 2)
    await harness.serveDidWeb(port, repo.did, repo.signer.multikey)
    await until(harness.texts, (texts) => texts.length === 5)
    assert.deepEqual((await harness.texts()).slice(3), ['keep one', 'keep two'])
    await until(
      () => harness.rows('SELECT id FROM deferred_events'),
      (rows) => rows.length === 0,
    )
  })
})

describe('the firehose', () => {
  it('that drops the connection is followed from where it was', async (t) => {
    const harness = await createHarness(t)
    const frames = await recordPosts(harness.plc, 1, 6)
    await harness.start()
    harness.relay.add(...frames.slice(0, 3))
    await until(harness.cursor, (cursor) => cursor === 3)
    harness.relay.dropAll()
    harness.relay.add(...frames.slice(3))
    await until(harness.cursor, (cursor) => cursor === 6)
    assert.deepEqual(harness.relay.cursors, [undefined, 3])
    assert.equal((await harness.texts()).length, 6)
  })

  it('that says OutdatedCursor leaves a gap on record', async (t) => {
    const harness = await createHarness(t, {
      greet: (socket) => {
        socket.send(frameOf('#info', { name: 'OutdatedCursor', message: 'too old' }))
        return false
      },
    })
    await harness.index.$client.execute({
      sql: 'INSERT INTO firehose_cursors VALUES (?, 7, 1)',
      args: [new URL(harness.relay.url).host],
    })
    harness.relay.add(...(await recordPosts(harness.plc, 50, 1)))
    await harness.start()
    await until(harness.cursor, (cursor) => cursor === 50)
    const gaps = await harness.rows<Record<string, unknown>>('SELECT reason, from_seq, to_seq FROM firehose_gaps')
    assert.deepEqual(
      gaps.map((gap) => ({ ...gap })),
      [{ reason: 'OutdatedCursor', from_seq: 7, to_seq: 50 }],
    )
  })

  it('that says FutureCursor is followed anew, with a gap on record', async (t) => {
    const harness = await createHarness(t, {
      greet: (socket, cursor) => {
        if (cursor !== 900) return false
        socket.send(errorFrame('FutureCursor'))
        socket.close()
        return true
      },
    })
    await harness.index.$client.execute({
      sql: 'INSERT INTO firehose_cursors VALUES (?, 900, 1)',
      args: [new URL(harness.relay.url).host],
    })
    harness.relay.add(...(await recordPosts(harness.plc, 1, 2)))
    await harness.start()
    await until(
      () => lastCursor(harness.rows),
      (cursor) => cursor === 2,
    )
    assert.deepEqual(harness.relay.cursors, [900, undefined])
    const gaps = await harness.rows<Record<string, unknown>>('SELECT reason, from_seq FROM firehose_gaps')
    assert.deepEqual(
      gaps.map((gap) => ({ ...gap })),
      [{ reason: 'FutureCursor', from_seq: 900 }],
    )
    assert.equal((await harness.texts()).length, 2)
  })

  it('that only ever refuses is not asked in a tight loop', async (t) => {
    const harness = await createHarness(t, {
      greet: (socket) => {
        socket.send(errorFrame('ConsumerTooSlow'))
        socket.close()
        return true
      },
    })
    const started = Date.now()
    await harness.start()
    await until(
      () => harness.relay.cursors.length,
      (connections) => connections >= 4,
    )
    // Waits of at least 250, 500 and 1000 ms lie between four connections.
    assert(Date.now() - started > 1700, `four connections in ${Date.now() - started} ms`)
  })
})

describe('the index', () => {
  it('locked by somebody else loses nothing', async (t) => {
    const harness = await createHarness(t)
    const frames = await recordPosts(harness.plc, 1, 10)
    const ingest = await harness.start()
    const lock = await harness.lockIndex()
    harness.relay.add(...frames)
    await until(
      () => ingest.look().unwritten,
      (unwritten) => unwritten >= 10,
    )
    assert.equal((await harness.texts()).length, 0)
    await lock.release()
    await until(harness.cursor, (cursor) => cursor === 10)
    assert.equal((await harness.texts()).length, 10)
  })
})
