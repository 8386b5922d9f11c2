import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Definition, Source } from '#feeds/definition.ts'
import { fingerprintOf, listQuestions, namedPeople, orderPeople } from './plan-backfill.ts'

const [did, other] = ['did:plc:abcdefghijklmnopqrstuvwx', 'did:plc:bbcdefghijklmnopqrstuvwx']
const define = (sources: Source[], filters: Definition['filters'] = []): Definition => ({
  version: 1,
  sources,
  filters,
})

describe('a plan of a backfill', () => {
  it('is another one when sources or filters are, and not when the order is or who is on a list', () => {
    const feed = { feedId: 1, definition: define([{ type: 'hashtags', tags: ['a'] }]) }
    const first = fingerprintOf(feed)
    assert.equal(fingerprintOf({ ...feed, definition: { ...feed.definition, order: { by: 'random' } } }), first)
    assert.notEqual(fingerprintOf({ ...feed, definition: define([{ type: 'hashtags', tags: ['b'] }]) }), first)
    assert.equal(fingerprintOf({ ...feed, members: new Map([['k', [did]]]) }), first)
  })

  it('asks named people once, in a stable order, and not more than it may', () => {
    const definition = define([
      { type: 'authors', dids: [other, did] },
      { type: 'privateList', list: 'abcdefghij234' },
    ])
    const people = namedPeople({ feedId: 1, definition, members: new Map([['abcdefghij234', [did]]]) })
    assert.deepEqual(orderPeople(people), [did, other])
    assert.equal(orderPeople(Array.from({ length: 5000 }, (_, i) => `did:plc:${i}`)).length, 2000)
  })

  it('asks the AppView for what sources look for in the whole network', () => {
    const asked = (...parts: Parameters<typeof define>) => listQuestions(define(...parts)).map(({ params }) => params.q)
    assert.deepEqual(asked([{ type: 'hashtags', tags: ['boats', 'tea'] }]), ['#boats', '#tea'])
    assert.deepEqual(asked([{ type: 'domains', domains: ['example.org'] }]), ['example.org'])
    assert.deepEqual(asked([{ type: 'search', query: 'red boat' }]), ['red boat'])
    const words = { type: 'keywords' as const, words: ['tea', 'green tea'] }
    const tags = { type: 'hashtags' as const, tags: ['tea'] }
    assert.deepEqual(asked([{ type: 'network' }], [words]), ['tea', '"green tea"'])
    assert.deepEqual(asked([{ type: 'network' }], [{ type: 'any', of: [words, tags] }]), ['tea', '"green tea"', '#tea'])
    assert.deepEqual(asked([{ type: 'network' }], [{ type: 'links', present: true }, tags]), ['#tea'])
    const open = { type: 'any' as const, of: [tags, { type: 'links' as const, present: true }] }
    assert.deepEqual(asked([{ type: 'network' }], [open]), [])
    assert.equal(asked([{ type: 'hashtags', tags: Array.from({ length: 50 }, (_, i) => `t${i}`) }]).length, 20)
  })
})
