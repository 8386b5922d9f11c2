import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileFeeds } from './compile-feeds.ts'
import { type Definition, type Filter, parseDefinition, type Source } from './definition.ts'

const network: Source[] = [{ type: 'network' }]
const dids = (count: number) => Array.from({ length: count }, (_, at) => `did:plc:${toBase(at).padStart(24, 'a')}`)
const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`)
const times = <Item>(count: number, make: (at: number) => Item) => Array.from({ length: count }, (_, at) => make(at))
const pattern = (text: string): Filter => ({ type: 'pattern', pattern: text })
function bury(depth: number): unknown {
  let filter: unknown = { type: 'seen' }
  for (let at = 0; at < depth; at++) filter = { type: 'all', of: [filter] }
  return filter
}

function toBase(number: number): string {
  return number.toString(26).replace(/./g, (digit) => 'abcdefghijklmnopqrstuvwxyz'[Number.parseInt(digit, 26)] ?? 'a')
}

const refused: [name: string, parts: Record<string, unknown>, sentence: RegExp][] = [
  ['10,000 keywords', { filters: [{ type: 'keywords', words: words(10_000) }] }, /at most 200 keywords/],
  [
    '10,000 keywords in parts',
    { filters: times(20, () => ({ type: 'keywords', words: words(200) })) },
    /at most 2,000 keywords in all/,
  ],
  [
    'a million authors',
    { sources: [{ type: 'authors', dids: dids(1_000_000) }] },
    /has 1,000,000 entries, 10,000 at most/,
  ],
  [
    'a million things that are no authors',
    { sources: [{ type: 'authors', dids: Array(1_000_000).fill({}) }] },
    /1,000,000 entries/,
  ],
  [
    'authors in parts',
    { sources: times(3, () => ({ type: 'authors', dids: dids(9000) })) },
    /at most 20,000 people by name in all/,
  ],
  ['a hundred thousand sources', { sources: times(100_000, () => ({ type: 'network' })) }, /100,000 entries/],
  [
    'much in many parts',
    { sources: times(20, () => ({ type: 'authors', dids: Array(9999).fill('x') })) },
    /more than 100,000 entries in all/,
  ],
  ['filters deep inside', { filters: [bury(15)] }, /no such filter/],
  ['filters without end', { filters: [bury(50_000)] }, /goes too deep/],
  [
    'many filters',
    { filters: times(20, () => ({ type: 'all', of: times(20, () => ({ type: 'seen' })) })) },
    /at most 100 filters/,
  ],
  ['a large pattern', { filters: [pattern('((a{1,10}){1,10}){1,9}z')] }, /too large/],
  ['a pattern repeated beyond measure', { filters: [pattern('((a{1000}){1000}){1000}')] }, /cannot be read/],
  ['look-behind', { filters: [pattern('(?<=a)b')] }, /cannot be read/],
  ['a back-reference', { filters: [pattern('(a)\\1')] }, /cannot be read/],
  ['a broken pattern', { filters: [pattern('(((')] }, /cannot be read/],
  ['a pattern of everything', { filters: [pattern('.*')] }, /fits every post/],
  ['a pattern of every letter', { filters: [pattern('[a-z]')] }, /The whole network is too much/],
  [
    'a letter inside of words',
    { filters: [{ type: 'keywords', words: ['e'], partial: true }] },
    /whole network is too much/,
  ],
  ['many patterns', { filters: times(11, () => pattern('night')) }, /at most 10 patterns in all/],
  ['a long pattern', { filters: [pattern('ab'.repeat(5000))] }, /at most 500 characters/],
  [
    'numbers that are none',
    { sources: [{ type: 'quietPosters', did: dids(1)[0], postsPerDay: Number.NaN }] },
    /must be a number/,
  ],
  ['a long address', { sources: [{ type: 'list', uri: `at://${'a'.repeat(1e6)}` }] }, /A list is named by its address/],
]

describe('hostile definitions', () => {
  for (const [name, parts, sentence] of refused) {
    it(`${name}: refused in a sentence`, () => {
      const result = parseDefinition({ version: 1, sources: network, filters: [], ...parts })
      assert.ok('mistakes' in result)
      assert.match(result.mistakes.map(({ message }) => message).join(' '), sentence)
      assert.ok(result.mistakes.length < 1000)
    })
  }

  it('name no path that is not there', () => {
    const result = parseDefinition({ version: 1, sources: [{ type: 'authors', dids: dids(20_000) }], filters: [] })
    assert.ok('mistakes' in result)
    assert.deepEqual(
      result.mistakes.map(({ path }) => path),
      ['sources.0.dids'],
    )
  })

  const slow = [
    '(a+)+$',
    '(a|aa)+$',
    '(x+x+)+y',
    '(.*)*b$',
    '([a-z]+)*!',
    '(\\w+\\s?)*\\(',
    '(.*a){20}z',
    '(.{1,15}a){1,10}zz',
  ]
  it('patterns that hang elsewhere come to an end here, on the longest posts', () => {
    const people = dids(1)
    const feeds = slow.map((text, feedId) => {
      const definition: Definition = {
        version: 1,
        sources: [{ type: 'authors', dids: people }],
        filters: [pattern(text)],
      }
      assert.ok('definition' in parseDefinition(definition), text)
      return { feedId, definition }
    })
    const { match } = compileFeeds(feeds)
    for (const letter of ['a', 'x', 'ab ', '(', '夜']) {
      const text = letter.repeat(3000)
      match({ uri: 'at://x', did: people[0] ?? '', text, tags: [], langs: [], createdAt: 0 })
    }
  })

  it('that are as large as they may be are matched', () => {
    const sources: Source[] = [0, 1].map((half) => ({
      type: 'authors',
      dids: dids(20_000).slice(half * 1e4, half * 1e4 + 1e4),
    }))
    const filters: Filter[] = times(10, (at) => ({
      type: 'keywords',
      words: words(2000).slice(at * 200, at * 200 + 200),
    }))
    const result = parseDefinition({ version: 1, sources, filters: [{ type: 'any', of: filters }] })
    assert.ok('definition' in result)
    const { match } = compileFeeds([{ feedId: 1, definition: result.definition }])
    const post = {
      uri: 'at://x',
      did: dids(20_000)[19_999] ?? '',
      text: 'a word1999',
      tags: [],
      langs: [],
      createdAt: 0,
    }
    assert.deepEqual(match(post), [1])
    assert.deepEqual(match({ ...post, text: 'a word2000' }), [])
  })
})
