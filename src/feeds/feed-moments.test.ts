import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDefinition } from './definition.ts'
import { asksForRate, isRanked, listAges, listThresholds, listTimedCounts } from './feed-moments.ts'

function define(filters: unknown[], more: Record<string, unknown> = {}) {
  const parsed = parseDefinition({ version: 1, sources: [{ type: 'hashtags', tags: ['a'] }], filters, ...more })
  assert('definition' in parsed)
  return parsed.definition
}

describe('feed moments', () => {
  it('finds what is inside of others', () => {
    const liked = { type: 'engagement', of: 'likes', atLeast: 5, atMost: 9 }
    const soon = { type: 'engagement', of: 'replies', atLeast: 2, withinHours: 3 }
    const definition = define([
      { type: 'any', of: [liked, { type: 'none', of: [soon] }] },
      { type: 'age', atMostHours: 2 },
    ])
    assert.deepEqual(listThresholds(definition), [
      { of: 'likes', at: 5 },
      { of: 'likes', at: 10 },
      { of: 'replies', at: 2 },
    ])
    assert.deepEqual(listTimedCounts(definition), [{ of: 'replies', withinHours: 3 }])
    assert.deepEqual(listAges(definition), [3 * 3600_000, 2 * 3600_000])
    assert.deepEqual([asksForRate(definition), isRanked(definition)], [false, false])
  })

  it('knows feeds that are ranked, and those that ask for rates', () => {
    assert(isRanked(define([], { order: { by: 'hot' } })))
    assert(isRanked(define([], { gapMinutes: 5 })))
    assert(!isRanked(define([], { order: { by: 'newest' } })))
    assert(asksForRate(define([{ type: 'none', of: [{ type: 'rate', atLeast: 5 }] }])))
  })
})
