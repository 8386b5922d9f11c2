import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeFeedFailure, describeSetFailure, tooMany } from './describe-failure.ts'

it('says why a feed of elsewhere brings nothing', () => {
  const table: [status: number, reason: string, expected: RegExp][] = [
    [0, '', /could not be asked/],
    [502, 'UpstreamFailure', /does not answer/],
    [504, '', /does not answer/],
    [401, 'AuthMissing', /asks as nobody/],
    [400, 'UnknownFeed', /no such feed/],
    [429, '', /asks for a pause/],
    [418, 'Teapot', /^This feed was refused: 418 Teapot\.$/],
    [418, '', /^This feed was refused: 418\.$/],
  ]
  for (const [status, reason, expected] of table) assert.match(describeFeedFailure({ status, reason }), expected)
})

it('says why a set of people is not followed, and nothing when it is', () => {
  assert.equal(describeSetFailure({ state: 'ready', note: null, fetchedAt: 5 }), '')
  assert.equal(describeSetFailure({ state: 'waiting', note: null, fetchedAt: 0 }), '')
  assert.match(describeSetFailure({ state: 'gone', note: null, fetchedAt: 5 }), /does not exist any more/)
  assert.match(describeSetFailure({ state: 'failed', note: tooMany, fetchedAt: 0 }), /more people than .* not followed/)
  const note = 'The server cannot be reached.'
  assert.doesNotMatch(describeSetFailure({ state: 'failed', note, fetchedAt: 0 }), /before/)
  assert.match(
    describeSetFailure({ state: 'ready', note, fetchedAt: 5 }),
    /cannot be reached\. .* Whoever was in it before/,
  )
})
