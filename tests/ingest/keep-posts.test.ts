// What the network says, and what the index then holds.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createHarness, until } from './ingest-harness.ts'
import { commitFrame, createPost, createSignedRepo } from './signed-repo.ts'

describe('ingest', () => {
  it('keeps what a feed wants and moves the cursor past the rest', async (t) => {
    const harness = await createHarness(t)
    const repo = await createSignedRepo()
    harness.plc.register(repo.did, repo.signer.multikey)
    const ingest = await harness.start()
    harness.relay.add(
      { seq: 1, bytes: commitFrame(1, await repo.commit([createPost('please keep this', 'a')])) },
      { seq: 2, bytes: commitFrame(2, await repo.commit([createPost('not this', 'b')])) },
      { seq: 7, bytes: commitFrame(7, await repo.commit([createPost('keep this too', 'c')])) },
    )
    await until(harness.cursor, (cursor) => cursor === 7)
    assert.deepEqual(await harness.texts(), ['please keep this', 'keep this too'])
    assert.deepEqual(await harness.shown(), await harness.texts())
    assert.deepEqual(await harness.reasons(), [])
    // What was written is told a moment later.
    await until(
      () => ingest.published.reduce((sum, gained) => sum + (gained.get(harness.feedId) ?? 0), 0),
      (told) => told === 2,
    )
  })

  it('takes replies below replies to a post in the middle of a thread, also after a stop', async (t) => {
    const harness = await createHarness(t)
    const repo = await createSignedRepo()
    harness.plc.register(repo.did, repo.signer.multikey)
    const at = (rkey: string) => `at://${repo.did}/app.bsky.feed.post/${rkey}`
    const feedId = await harness.addFeed('below', {
      version: 1,
      sources: [{ type: 'replies', uri: at('middle') }],
      filters: [{ type: 'keywords', words: ['boat'] }],
    })
    let seq = 0
    const reply = async (rkey: string, parent: string, text: string) => {
      const refs = { root: { uri: at('root'), cid: 'x' }, parent: { uri: at(parent), cid: 'x' } }
      const commit = await repo.commit([createPost(text, rkey, { reply: refs })])
      seq++
      harness.relay.add({ seq, bytes: commitFrame(seq, commit) })
      await until(harness.cursor, (cursor) => cursor === seq)
    }
    const ingest = await harness.start()
    await reply('middle', 'root', 'a boat above')
    await reply('beside', 'root', 'a boat beside')
    await reply('first', 'middle', 'nothing of it')
    await reply('second', 'first', 'a boat below')
    await ingest.stop()
    await harness.start()
    await reply('third', 'second', 'nothing again')
    await reply('fourth', 'third', 'a boat far below')
    await reply('fifth', 'beside', 'a boat elsewhere')
    assert.deepEqual(await harness.textsIn(feedId), ['a boat below', 'a boat far below'])
    const remembered = () => harness.rows<{ uri: string }>("SELECT uri FROM brought_posts WHERE key LIKE 'replies:%'")
    assert.equal((await remembered()).length, 4)
    await harness.changeFeed(feedId, { version: 1, sources: [{ type: 'hashtags', tags: ['x'] }], filters: [] })
    await until(remembered, (rows) => rows.length === 0)
  })
})
