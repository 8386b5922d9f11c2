import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeBackfill } from './describe-backfill.ts'

it('says how far older posts were looked for, and nothing when there is nothing to say', () => {
  const row = { state: 'running' as const, done: 3, total: 1200, found: 1, note: null }
  assert.equal(describeBackfill(undefined), '')
  assert.equal(describeBackfill({ ...row, state: 'waiting' }), 'Older posts are looked for soon.')
  assert.equal(describeBackfill(row), 'Older posts are being looked for: 3 of 1,200 steps done, 1 post found so far.')
  assert.equal(describeBackfill({ ...row, state: 'done' }), '')
  assert.equal(
    describeBackfill({ ...row, state: 'done', note: '1 question was not answered.' }),
    '1 question was not answered.',
  )
})
