import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Definition } from './definition.ts'
import { describeChange, namePart } from './describe-change.ts'

const definition: Definition = {
  version: 1,
  sources: [{ type: 'hashtags', tags: ['a', 'b'] }],
  filters: [{ type: 'keywords', words: ['night train'] }],
}
const feed = { title: 'One', description: '', definition }

test('a change is said in a few words', () => {
  assert.deepEqual(describeChange(feed, feed), [])
  const filters: Definition['filters'] = [{ type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] }]
  const after = {
    title: 'Two',
    description: 'x',
    definition: { ...definition, filters, order: { by: 'random' as const } },
  }
  assert.deepEqual(describeChange(feed, after), [
    { is: 'changed', text: 'Title: Two' },
    { is: 'changed', text: 'Description' },
    { is: 'added', text: 'None of: Replies, quotes, reposts: reply' },
    { is: 'removed', text: 'Words: night train' },
    { is: 'changed', text: 'Order of posts' },
  ])
})

test('a new order of the same parts is a change, too', () => {
  const sources: Definition['sources'] = [{ type: 'domains', domains: ['x.org'] }, ...definition.sources]
  const one = { ...feed, definition: { ...definition, sources } }
  const other = { ...feed, definition: { ...definition, sources: sources.toReversed() } }
  assert.deepEqual(describeChange(one, other), [{ is: 'changed', text: 'Order of sources or filters' }])
})

test('parts are named with what they say, and without end', () => {
  const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
  assert.equal(namePart({ type: 'authors', dids: [did, did] }), 'People: 2 people')
  assert.equal(namePart({ type: 'follows', did }), 'Who somebody follows')
  assert.equal(namePart({ type: 'length', atLeast: 1, atMost: 2 }), 'Length: at least 1, at most 2')
  assert.ok(namePart({ type: 'keywords', words: ['x'.repeat(500)] }).length <= 70)
  const many = Array.from({ length: 20 }, (_, at): Definition['filters'][number] => ({
    type: 'age',
    atMostHours: at + 1,
  }))
  assert.equal(describeChange(feed, { ...feed, definition: { ...definition, filters: many } }).length, 9)
})
