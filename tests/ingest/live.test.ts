// The whole of `stream` as the supervisor starts it: a frame goes in, a push comes out; feeds change; it stops.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { build } from '../../deploy/build.ts'
import { findPort } from '../find-port.ts'
import { createHarness, type Harness, streamSettings, until } from './ingest-harness.ts'
import { commitFrame, createPost, createSignedRepo } from './signed-repo.ts'
import { endStream, readyStream, startStream } from './stream-process.ts'

/** A running process on free ports, with one known account. */
async function open(t: TestContext) {
  await build(() => {})
  const harness = await createHarness(t)
  const repo = await createSignedRepo()
  harness.plc.register(repo.did, repo.signer.multikey)
  const [port, streamPort] = [await findPort(), await findPort()]
  const settings = streamSettings(harness.dataDir, harness.relay.url, harness.plc.url)
  const child = startStream({ ...settings, PORT: String(port), STREAM_PORT: String(streamPort) })
  t.after(() => endStream(child, 'SIGKILL'))
  await readyStream(child)
  let seq = 0
  const write = async (text: string) => {
    const body = await repo.commit([createPost(text, `p${++seq}`)])
    harness.relay.add({ seq, bytes: commitFrame(seq, body) })
  }
  return { harness, child, port, streamPort, write }
}

async function listen(port: number, streamPort: number, topics: string[]) {
  const socket = new WebSocket(`ws://127.0.0.1:${streamPort}/live`, { headers: { origin: `http://127.0.0.1:${port}` } })
  const heard: Record<string, unknown>[] = []
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.on('message', (data) => heard.push(JSON.parse(data.toString())))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(JSON.stringify({ subscribe: topics }))
  await until(
    () => heard.length,
    (messages) => messages === 1,
  )
  return { heard, closed }
}

const countOf = async (harness: Harness, table: string) =>
  (await harness.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n

describe('stream', () => {
  it('pushes what the firehose carries', async (t) => {
    const { harness, port, streamPort, write } = await open(t)
    const topic = `feed:${harness.feedId}`
    const { heard } = await listen(port, streamPort, [topic, 'feed:999'])
    assert.deepEqual(heard[0], { subscribed: [topic] })
    await write('keep the first, whose author is new')
    await until(
      () => heard.length,
      (messages) => messages === 2,
    )
    const started = Date.now()
    await write('keep the second')
    await until(
      () => heard.length,
      (messages) => messages === 3,
    )
    t.diagnostic(`pushed after ${Date.now() - started} ms; the bar is 1,000`)
    assert.deepEqual(heard[2], { topic, count: 1 })
  })

  it('fills a new feed, and clears away what a removed one leaves', async (t) => {
    const { harness, write } = await open(t)
    await write('keep this')
    await until(harness.texts, (texts) => texts.length === 1)
    const added = await harness.addFeed('second', {
      version: 1,
      sources: [{ type: 'network' }],
      filters: [{ type: 'keywords', words: ['heron'] }],
    })
    const started = Date.now()
    let written = 0
    while ((await countOf(harness, 'feed_items WHERE feed_id = 2')) === 0) {
      await write(`a heron ${written++}`)
      await until(harness.cursor, (cursor) => cursor === written + 1)
    }
    t.diagnostic(`a new feed takes posts after ${Date.now() - started} ms; the bar is 2,000`)
    await harness.removeFeed(added)
    await until(
      () => countOf(harness, 'feed_items WHERE feed_id = 2'),
      (items) => items === 0,
    )
    assert.deepEqual(await harness.texts(), ['keep this'])
  })

  it('stops on SIGTERM, says goodbye and keeps its place', async (t) => {
    const { harness, child, port, streamPort, write } = await open(t)
    const { closed } = await listen(port, streamPort, [`feed:${harness.feedId}`])
    await write('keep this')
    await until(harness.texts, (texts) => texts.length === 1)
    assert.equal(await endStream(child, 'SIGTERM'), 0)
    assert.equal(await closed, 1001)
    assert.equal(await harness.cursor(), 1)
  })

  it('ends when the one who started it is gone', async (t) => {
    const { child } = await open(t)
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.disconnect()
    assert.equal(await exited, 0)
  })
})
