// What a post's record says besides its text: tags, languages, times, and whether it is nothing but emoji.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRecord } from './read-record.ts'

const seen = '2026-01-02T00:00:00.000Z'
const read = (part: object) => readRecord({ $type: 'app.bsky.feed.post', text: 'x', createdAt: seen, ...part }, seen)

test('reads the tags beside the text, each once, and none that the text has', () => {
  const text = '#Trains'
  const feature = { $type: 'app.bsky.richtext.facet#tag', tag: 'Trains' }
  const facets = [{ index: { byteStart: 0, byteEnd: 7 }, features: [feature] }]
  const tags = ['trains', '#night', 'Night', 'two words', '', '##', 5, null]
  assert.deepEqual(read({ text, facets, tags }).tags, ['night'])
  assert.deepEqual(read({ tags: Array.from({ length: 50 }, (_, at) => `t${at}`) }).tags.length, 8)
  for (const nothing of [undefined, 'x', {}, 7]) assert.deepEqual(read({ tags: nothing }).tags, [])
})

const emoji: [string, boolean][] = [
  ['🚂', true],
  ['👍🏽 ❤️', true],
  ['🏳️‍🌈👩‍👩‍👧‍👦🇳🇴1️⃣', true],
  ['🚂🚂🚂🚂🚂🚂🚂🚂', true],
  ['🚂🚂🚂🚂🚂🚂🚂🚂🚂', false],
  ['🚂!', false],
  ['1', false],
  ['', false],
  [`🚂${' '.repeat(500)}and then words`, false],
]
for (const [text, isLarge] of emoji) {
  test(`${JSON.stringify(text.slice(0, 20))} is ${isLarge ? '' : 'not '}emoji only`, () => {
    assert.equal(read({ text }).isLarge, isLarge)
  })
}

test('takes languages that can be named, and the earlier of two times', () => {
  assert.deepEqual(read({ langs: ['pt-BR', 'x"onload', 'de', 5] }).langs, ['pt-BR', 'de'])
  assert.equal(read({ langs: 'de' }).lang, undefined)
  assert.equal(read({ createdAt: '2030-01-01T00:00:00Z' }).createdAt, seen)
  assert.equal(read({ createdAt: '2025-06-01T12:00:00Z' }).createdAt, '2025-06-01T12:00:00.000Z')
  assert.equal(read({ createdAt: 'yesterday' }).createdAt, seen)
})
