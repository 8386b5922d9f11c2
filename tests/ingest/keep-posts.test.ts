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
})
