import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Filter, Source } from './definition.ts'
import { readerRule } from './reader-rule.ts'

const seen: Filter = { type: 'seen' }
const art: Filter = { type: 'hashtags', tags: ['art'] }

test('what is seen is hidden where a definition says so', () => {
  const cases: [filters: Filter[], expected: boolean][] = [
    [[], false],
    [[art], false],
    [[{ type: 'none', of: [seen] }], true],
    [[art, { type: 'none', of: [art, seen] }], true],
    [[{ type: 'all', of: [art, { type: 'none', of: [seen] }] }], true],
    [[{ type: 'any', of: [art, { type: 'none', of: [seen] }] }], false],
    [[seen], false],
  ]
  for (const [filters, expected] of cases) {
    const definition = { version: 1 as const, sources: [{ type: 'network' as const }], filters }
    assert.equal(readerRule(definition).hidesSeen, expected)
  }
})

test('reposts may be where a source takes them, or another feed does', () => {
  const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
  const cases: [source: Source, expected: boolean][] = [
    [{ type: 'follows', did }, false],
    [{ type: 'follows', did, reposts: false }, false],
    [{ type: 'follows', did, reposts: true }, true],
    [{ type: 'feed', uri: `at://${did}/app.bsky.feed.generator/x` }, true],
    [{ type: 'hashtags', tags: ['x'] }, false],
  ]
  for (const [source, expected] of cases) {
    assert.equal(readerRule({ version: 1, sources: [source], filters: [] }).hasReposts, expected, source.type)
  }
})
