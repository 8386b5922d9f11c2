// `stream` is killed a hundred times under load: nothing may be lost, nothing doubled.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from '../../deploy/build.ts'
import { findPort } from '../find-port.ts'
import { createHarness, streamSettings, until } from './ingest-harness.ts'
import { createDice, record } from './recording.ts'
import type { Recorded } from './replay-server.ts'
import { endStream, startStream } from './stream-process.ts'

const kills = 100
const perLife = 60

describe('stream under SIGKILL', () => {
  it(`holds every post once after ${kills} kills`, async (t) => {
    await build(() => {})
    const harness = await createHarness(t)
    const { frames, expected } = await record(harness.plc, (kills + 1) * perLife, 60)
    const [port, streamPort] = [await findPort(), await findPort()]
    const settings = {
      ...streamSettings(harness.dataDir, harness.relay.url, harness.plc.url),
      PORT: String(port),
      STREAM_PORT: String(streamPort),
    }
    const dice = createDice(7)
    let under = 0

    for (let life = 0; life < kills; life++) {
      const child = startStream(settings)
      t.after(() => endStream(child, 'SIGKILL'))
      await until(
        () => harness.relay.cursors.length,
        (connections) => connections > life,
      )
      const share = frames.splice(0, perLife)
      harness.relay.add(...share.splice(0, perLife / 3))
      // Every other life is long enough to write something; the blow falls while the rest of its share arrives.
      const before = await harness.cursor()
      if (life % 2 === 0) await until(harness.cursor, (cursor) => cursor !== before)
      const feeding = feed(share)
      await pause(dice(60))
      if (share.length > 0) under++
      await endStream(child, 'SIGKILL')
      await feeding
    }

    async function feed(share: Recorded[]): Promise<void> {
      while (share.length > 0) {
        harness.relay.add(...share.splice(0, 3))
        await pause(5)
      }
    }

    const child = startStream(settings)
    t.after(() => endStream(child, 'SIGKILL'))
    const last = frames.at(-1)?.seq
    harness.relay.add(...frames)
    await until(harness.cursor, (cursor) => cursor === last)
    assert.equal(await endStream(child, 'SIGTERM'), 0)

    const rows = await harness.posts()
    assert.equal(rows.length, expected.size, 'posts in the index')
    assert.deepEqual(new Map(rows.map(({ uri, cid }) => [uri, cid])), expected)
    const [items] = await harness.rows<{ n: number }>('SELECT count(*) AS n FROM feed_items')
    assert.equal(items?.n, expected.size, 'items in the feed')
    assert.deepEqual(await harness.reasons(), [])
    assert(under > kills / 2, `only ${under} of ${kills} kills fell under load`)
    assert(harness.relay.cursors.filter((cursor) => cursor !== undefined).length > kills / 2)
  })
})
