import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CandidatePost } from '#types/candidate-post.ts'
import { compileFeeds } from './compile-feeds.ts'
import type { Definition } from './definition.ts'

function post(part: Partial<CandidatePost>): CandidatePost {
  return {
    uri: 'at://did:plc:a/app.bsky.feed.post/1',
    did: 'did:plc:a',
    text: '',
    tags: [],
    langs: [],
    createdAt: 0,
    ...part,
  }
}

function words(...list: string[]): Definition {
  return { version: 1, sources: [{ type: 'network' }], filters: [{ type: 'keywords', words: list }] }
}

function matches(definition: Definition, part: Partial<CandidatePost>): boolean {
  return compileFeeds([{ feedId: 7, definition }])
    .match(post(part))
    .includes(7)
}

describe('compileFeeds', () => {
  it('takes from the people of a private list, alone or with words', () => {
    const list = '3laaaaaaaaaaa'
    const sources: Definition['sources'] = [{ type: 'privateList', list }]
    const members = new Map([[list, ['did:plc:a', 'did:plc:b']]])
    const all: Definition = { version: 1, sources, filters: [] }
    const some: Definition = { version: 1, sources, filters: [{ type: 'keywords', words: ['moth'] }] }
    const gone: Definition = { version: 1, sources: [{ type: 'privateList', list: '3lbbbbbbbbbbb' }], filters: [] }
    const { match } = compileFeeds([
      { feedId: 1, definition: all, members },
      { feedId: 2, definition: some, members },
      { feedId: 3, definition: gone, members },
      { feedId: 4, definition: all },
    ])
    assert.deepEqual(match(post({ did: 'did:plc:b' })), [1])
    assert.deepEqual(match(post({ did: 'did:plc:b', text: 'A moth' })).sort(), [1, 2])
    assert.deepEqual(match(post({ did: 'did:plc:c', text: 'A moth' })), [])
  })

  it('finds hashtags in any case', () => {
    const definition: Definition = {
      version: 1,
      sources: [{ type: 'hashtags', tags: ['NightTrain', 'ÉTÉ'] }],
      filters: [],
    }
    assert.equal(matches(definition, { tags: ['nighttrain'] }), true)
    assert.equal(matches(definition, { tags: ['e\u0301te\u0301'] }), true)
    assert.equal(matches(definition, { tags: ['nighttrains'], text: 'NightTrain' }), false)
  })

  it('takes a post with one of the hashtags or one of the keywords', () => {
    const definition: Definition = {
      version: 1,
      sources: [{ type: 'network' }],
      filters: [
        {
          type: 'any',
          of: [
            { type: 'hashtags', tags: ['sleeper'] },
            { type: 'keywords', words: ['night train'] },
          ],
        },
      ],
    }
    assert.equal(matches(definition, { tags: ['Sleeper'] }), true)
    assert.equal(matches(definition, { text: 'A Night\n train.' }), true)
    assert.equal(matches(definition, { text: 'sleeper' }), false)
  })

  it('asks for every filter', () => {
    const definition: Definition = {
      version: 1,
      sources: [{ type: 'hashtags', tags: ['clay'] }],
      filters: [
        { type: 'keywords', words: ['glaze'] },
        { type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] },
      ],
    }
    assert.equal(matches(definition, { tags: ['clay'], text: 'the glaze' }), true)
    assert.equal(matches(definition, { tags: ['clay'] }), false)
    assert.equal(matches(definition, { text: 'the glaze' }), false)
    assert.equal(
      matches(definition, { tags: ['clay'], text: 'the glaze', reply: { root: 'at://r', parent: 'at://p' } }),
      false,
    )
  })

  const table: [keyword: string, text: string, expected: boolean][] = [
    ['cat', 'Cat.', true],
    ['cat', 'concatenate', false],
    ['cat', 'cats', false],
    ['cat', 'cat\u0301', false],
    ['straße', 'STRASSE', true],
    ['οδός', 'ΟΔΌΣ', true],
    ['istanbul', 'İSTANBUL', true],
    ["don't", 'Don’t', true],
    ['naïve', 'nai\u0308ve', true],
    ['c++', 'I like C++!', true],
    ['#ai', 'so #AI', true],
    ['❤', 'with ❤️', true],
    ['👩‍🚀', 'hello 👩‍🚀!', true],
    ['поезд', 'ночной ПОЕЗД', true],
    ['поезд', 'поезда', false],
    ['夜行列車', '下関発の夜行列車です', true],
    ['列車', '夜行列車', true],
    ['고양이', '고양이가', true],
    ['รถไฟ', 'นั่งรถไฟไป', true],
    ['cat', '猫cat猫', true],
    ['قطار', 'قطار ليلي', true],
    ['قطار', 'القطار', false],
    ['𝒳', '𝒳𝒳', false],
    ['night train', 'night  \n train', true],
    ['night train', 'nighttrain', false],
  ]
  for (const [keyword, text, expected] of table) {
    it(`${expected ? 'finds' : 'does not find'} “${keyword}” in “${text}”`, () => {
      assert.equal(matches(words(keyword), { text }), expected)
    })
  }

  it('gives every feed that wants a post, once', () => {
    const matcher = compileFeeds([
      { feedId: 1, definition: words('she', 'he', 'hers') },
      { feedId: 2, definition: words('hers') },
      { feedId: 3, definition: words('us her') },
    ])
    assert.deepEqual(matcher.match(post({ text: 'She said hers; he, too.' })).sort(), [1, 2])
    assert.deepEqual(compileFeeds([]).match(post({ text: 'she', tags: ['she'] })), [])
  })

  it('finds what a naive search finds, in random texts', () => {
    let seed = 42
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed % below
    }
    const make = (length: number) => Array.from({ length }, () => 'ab 一c'[random(5)]).join('')
    for (let round = 0; round < 300; round++) {
      const list = Array.from({ length: 8 }, () => make(1 + random(4)).trim()).filter((word) => word !== '')
      const text = make(40)
      const folded = text.replace(/\s+/g, ' ')
      const matcher = compileFeeds(list.map((word, feedId) => ({ feedId, definition: words(word) })))
      const expected = list.flatMap((word, feedId) => (naive(folded, word.replace(/\s+/g, ' ')) ? [feedId] : []))
      assert.deepEqual(
        matcher.match(post({ text })).sort((a, b) => a - b),
        expected,
        `${text} / ${list.join(',')}`,
      )
    }
  })

  it('comes to an end, and stays whole, with hostile posts', () => {
    const nested = Array.from({ length: 100 }, (_, index) => '一'.repeat(index + 1))
    const matcher = compileFeeds([
      { feedId: 1, definition: words(...nested) },
      { feedId: 2, definition: words('a'.repeat(100)) },
    ])
    assert.deepEqual(matcher.match(post({ text: '一'.repeat(1_000_000) })), [1])
    assert.deepEqual(matcher.match(post({ text: 'a'.repeat(1_000_000) })), [])
    assert.deepEqual(matcher.match(post({ text: '\uD800 \uDC00\u0000', tags: Array(100_000).fill('\uDFFF') })), [])
  })
})

function naive(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? ' '
    const after = text[at + word.length] ?? ' '
    const opens = !/[abc]/.test(before) || !/^[abc]/.test(word)
    const closes = !/[abc]/.test(after) || !/[abc]$/.test(word)
    if (opens && closes) return true
  }
  return false
}
