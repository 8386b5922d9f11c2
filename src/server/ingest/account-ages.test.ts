import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readCreation } from './account-ages.ts'

it('reads when an account was made from a log that may be anything', () => {
  const createdAt = '2023-04-12T04:53:57.057Z'
  assert.equal(readCreation([{ createdAt }, { createdAt: '2024-01-01T00:00:00Z' }]), Date.parse(createdAt))
  for (const log of [undefined, null, 7, {}, [], [null], [7], [{}], [{ createdAt: 5 }], [{ createdAt: 'soon' }]]) {
    assert.equal(readCreation(log), undefined, JSON.stringify(log))
  }
})
