// The ticker, watched on the firehose of a PDS.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { WebSocket } from 'ws'
import { startPdsNetwork } from '#demo/network.ts'
import { moveIn } from '#demo/seed/move-in.ts'
import { names } from '#demo/seed/people.ts'
import { memberOf } from '#demo/seed/write-lists.ts'
import { startTicker } from '#demo/ticker.ts'

const network = await startPdsNetwork()
after(network.close)

test('somebody posts, answers, likes and reposts until it is stopped', async () => {
  const members = new Map(await Promise.all(names.map((name) => moveIn(network.pdsUrl, name))))
  const { agent } = memberOf(members, 'wren')
  const posts = { 'wren-weight': await agent.post({ text: 'About as much as a coin.' }) }
  const firehose = new WebSocket(`${network.firehoseUrl}/xrpc/com.atproto.sync.subscribeRepos`)
  await once(firehose, 'open')
  const ticker = startTicker({ members, posts }, { interval: 5, onError: (error) => assert.fail(String(error)) })
  const awaited = new Set(['app.bsky.feed.post/', 'app.bsky.feed.like/', 'app.bsky.feed.repost/'])
  while (awaited.size > 0) {
    const [frame] = await once(firehose, 'message', { signal: AbortSignal.timeout(120_000) })
    for (const path of awaited) if (frame.includes(path)) awaited.delete(path)
  }
  firehose.terminate()
  await ticker.stop()
  const revisions = () => Promise.all([...members.values()].map(({ account }) => revision(account.did)))
  assert.deepEqual(await revisions(), await revisions())
})

/** The repository's state, which changes with each write. */
async function revision(did: string): Promise<string> {
  const answer = await fetch(`${network.pdsUrl}/xrpc/com.atproto.sync.getLatestCommit?did=${did}`)
  return ((await answer.json()) as { rev: string }).rev
}
