// What the labeler hides leaves feeds, and comes back when the label is taken back.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { listFeedItems } from '#db/queries/feed-items.ts'
import { createHarness, until } from './ingest-harness.ts'
import { startReplayServer } from './replay-server.ts'
import { commitFrame, createPost, createSignedRepo, frameOf } from './signed-repo.ts'

const src = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

describe('labels', () => {
  it('of takedowns hide posts and accounts until they are taken back', async (t) => {
    const labeler = await startReplayServer()
    t.after(() => labeler.close())
    const harness = await createHarness(t, { settings: { LABELER_URL: labeler.url.replace('ws', 'http') } })
    const repo = await createSignedRepo()
    harness.plc.register(repo.did, repo.signer.multikey)
    const ingest = await harness.start()
    await until(
      () => labeler.cursors.length,
      (connections) => connections > 0,
    )
    harness.relay.add({ seq: 1, bytes: commitFrame(1, await repo.commit([createPost('keep this', 'a')])) })
    harness.relay.add({ seq: 2, bytes: commitFrame(2, await repo.commit([createPost('keep that', 'b')])) })
    const shown = async () => {
      const items = await listFeedItems(harness.index, harness.feedId, { cursor: undefined, limit: 9 })
      return items
        .map(({ uri }) => uri.split('/').at(-1))
        .sort()
        .join()
    }
    let seq = 0
    const say = async (uri: string, val: string, wanted: string, neg = false) => {
      labeler.add({
        seq: ++seq,
        bytes: frameOf('#labels', { seq, labels: [{ ver: 1, src, uri, val, neg, cts: 'x' }] }),
      })
      await until(shown, (now) => now === wanted)
    }
    await until(shown, (now) => now === 'a,b')
    const uri = `at://${repo.did}/app.bsky.feed.post/a`
    await say(uri, '!takedown', 'b')
    await say(uri, '!takedown', 'a,b', true)
    await say(repo.did, '!hide', '')
    await say(repo.did, '!hide', 'a,b', true)
    await ingest.stop()
    assert.deepEqual(await harness.rows('SELECT * FROM applied_labels'), [])
    const rows = await harness.rows<{ seq: number }>("SELECT seq FROM firehose_cursors WHERE source LIKE 'labels:%'")
    assert.deepEqual(
      rows.map((row) => row.seq),
      [seq],
    )
  })
})
