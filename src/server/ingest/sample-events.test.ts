import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { commitFrame, createPost, createSignedRepo, createSigner } from '../../../tests/ingest/signed-repo.ts'
import { type CommitEvent, readEvent } from './read-event.ts'
import { receiveFrame } from './read-frame.ts'
import { createSampler } from './sample-events.ts'

function eventOf(bytes: Uint8Array): CommitEvent {
  const { frame } = receiveFrame(bytes)
  assert(frame && 'body' in frame)
  const event = readEvent(frame)
  assert(event.kind === 'commit')
  return event
}

async function open(every: number) {
  const repo = await createSignedRepo()
  const reasons: string[] = []
  let asked = 0
  const sampler = createSampler({
    every,
    identities: {
      tryOnce: async () => {
        asked++
        return { document: { signingKey: repo.signer.multikey, handle: undefined } }
      },
    },
    quarantine: ({ seq, did }, reason): IndexChange => {
      reasons.push(reason)
      return { type: 'quarantine', seq, did, reason, frame: new Uint8Array(), now: 1 }
    },
    write: () => {},
  })
  return { repo, sampler, reasons, asked: () => asked }
}

describe('createSampler', () => {
  it('verifies one in so many', async () => {
    const { repo, sampler, reasons, asked } = await open(10)
    const event = eventOf(commitFrame(1, await repo.commit([createPost('any', 'a')])))
    for (let i = 0; i < 35; i++) {
      sampler.sample(event)
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal(asked(), 3)
    assert.equal(sampler.verified, 3)
    assert.deepEqual(reasons, [])
  })

  it('has a forged commit quarantined', async () => {
    const { repo, sampler, reasons } = await open(1)
    sampler.sample(eventOf(commitFrame(1, await repo.commit([createPost('any', 'a')], { signer: createSigner() }))))
    await new Promise((resolve) => setImmediate(resolve))
    assert.deepEqual(reasons, ['sample: signature does not fit the signing key'])
    assert.equal(sampler.verified, 0)
  })
})
