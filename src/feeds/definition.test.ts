import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Definition, parseDefinition } from './definition.ts'
import { fromRows, toRows } from './definition-rows.ts'
import { readDefinitions } from './read-definitions.ts'

const whole: Definition = {
  version: 1,
  sources: [{ type: 'network' }],
  filters: [
    {
      type: 'any',
      of: [
        { type: 'hashtags', tags: ['art'] },
        { type: 'keywords', words: ['night train'] },
      ],
    },
    { type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] },
  ],
}

function mistakesOf(document: unknown) {
  const result = parseDefinition(document)
  assert.ok('mistakes' in result)
  return result.mistakes
}

describe('parseDefinition', () => {
  it('takes a document and tidies it', () => {
    assert.deepEqual(parseDefinition(structuredClone(whole)), { definition: whole })
    const untidy = {
      version: 1,
      sources: [{ type: 'hashtags', tags: [' #Art ', '＃夜'] }],
      filters: [{ type: 'keywords', words: ['  night\n train '] }],
    }
    assert.deepEqual(parseDefinition(untidy), {
      definition: {
        version: 1,
        sources: [{ type: 'hashtags', tags: ['Art', '夜'] }],
        filters: [{ type: 'keywords', words: ['night train'] }],
      },
    })
  })

  it('names every mistake with its path', () => {
    const mistakes = mistakesOf({
      version: 1,
      sources: [{ type: 'hashtags', tags: ['fine', 'two words', ''] }, { type: 'moon' }],
      filters: [
        { type: 'keywords', words: ['x'.repeat(101)] },
        { type: 'any', of: [{ type: 'hashtags', tags: [] }] },
      ],
    })
    assert.deepEqual(mistakes, [
      { path: 'sources.0.tags.1', message: 'A hashtag is one word, without spaces.' },
      { path: 'sources.0.tags.2', message: 'A hashtag must not be empty.' },
      {
        path: 'sources.1.type',
        message:
          'There is no such source. Known are network, authors, list, privateList, starterPack, follows, mutuals, ' +
          'quietPosters, hashtags, feed, search, replies, quotes, viewer and domains.',
      },
      { path: 'filters.0.words.0', message: 'A keyword has at most 100 characters.' },
      { path: 'filters.1.of.0.tags', message: 'Name at least one hashtag.' },
    ])
  })

  it('refuses to take the whole network', () => {
    const wide = {
      version: 1,
      sources: [{ type: 'network' }],
      filters: [{ type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] }],
    }
    assert.deepEqual(mistakesOf(wide), [
      {
        path: 'filters',
        message: 'The whole network is too much: name a hashtag, a keyword or another thing that few posts have.',
      },
    ])
  })

  it('refuses what is too large, and what is no document', () => {
    const many = {
      version: 1,
      sources: [{ type: 'network' }],
      filters: [{ type: 'keywords', words: Array(10_000).fill('a') }],
    }
    assert.deepEqual(
      mistakesOf(many).map(({ message }) => message),
      ['Name at most 200 keywords.'],
    )
    for (const hostile of [null, 1, [], 'x', { version: 2 }, { ...whole, extra: 1 }]) {
      assert.ok(mistakesOf(hostile).length > 0)
    }
    const blank = {
      version: 1,
      sources: [{ type: 'hashtags', tags: ['123', '\u0000'] }],
      filters: [{ type: 'keywords', words: ['…', 'a\u0007b'] }],
    }
    assert.equal(mistakesOf(blank).length, 4)
  })
})

describe('rows', () => {
  it('hold a whole definition', () => {
    assert.deepEqual(fromRows(toRows(whole)), { definition: whole })
    const { sources, filters } = toRows(whole)
    assert.deepEqual(fromRows({ sources, filters: filters.toReversed() }), { definition: whole })
  })

  it('hold what is neither source nor filter', () => {
    const ordered: Definition = {
      ...whole,
      order: { by: 'hot', halfLifeHours: 3 },
      perAuthor: { atMost: 2, withinHours: 24 },
      gapMinutes: 30,
      pinned: ['at://did:plc:a/app.bsky.feed.post/1'],
      unique: ['link'],
    }
    assert.deepEqual(fromRows(toRows(ordered)), { definition: ordered })
    assert.ok('mistakes' in fromRows({ ...toRows(whole), ordering: { order: { by: 'moon' } } }))
    assert.ok('mistakes' in fromRows({ ...toRows(whole), ordering: { moon: 1 } }))
  })

  it('that cannot be read are named and stop nobody else', () => {
    const broken = { feedId: 1, sources: [{ sourceType: 'moon', sourceConfig: {} }], filters: [] }
    const result = readDefinitions([broken, { feedId: 2, ...toRows(whole) }])
    assert.deepEqual(result.definitions, [{ feedId: 2, definition: whole }])
    assert.deepEqual(
      result.broken.map(({ feedId }) => feedId),
      [1],
    )
  })
})
