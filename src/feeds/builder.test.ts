import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildDocument, listReferences } from './builder-document.ts'
import { type BuilderDraft, emptyDraft, readBuilderFields } from './builder-draft.ts'
import { filterKinds } from './builder-filters.ts'
import { sourceKinds } from './builder-kinds.ts'
import { checkBuilder } from './check-builder.ts'
import { type Definition, parseDefinition } from './definition.ts'
import { fillBuilder, goBack } from './fill-builder.ts'
import { showBuilder } from './show-builder.ts'

const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const uri = (collection: string) => `at://${did}/${collection}/3laaaaaaaaaaa`
const list = uri('app.bsky.graph.list')
const post = uri('app.bsky.feed.post')

const everything: Definition = {
  version: 1,
  sources: [
    { type: 'network' },
    { type: 'authors', dids: [did] },
    { type: 'list', uri: list },
    { type: 'privateList', list: '3laaaaaaaaaaa' },
    { type: 'starterPack', uri: uri('app.bsky.graph.starterpack') },
    { type: 'follows', did },
    { type: 'mutuals', did },
    { type: 'quietPosters', did, postsPerDay: 0.5 },
    { type: 'hashtags', tags: ['nachtzug', '夜行列車'] },
    { type: 'feed', uri: uri('app.bsky.feed.generator') },
    { type: 'search', query: 'sleeper lang:en' },
    { type: 'replies', uri: post },
    { type: 'quotes', uri: post },
    { type: 'domains', domains: ['seat61.com'] },
  ],
  filters: [
    { type: 'keywords', words: ['night train', 'a, b'], caseSensitive: true, partial: true, in: ['text', 'alt'] },
    { type: 'none', of: [{ type: 'kinds', kinds: ['reply', 'quote'] }] },
    {
      type: 'any',
      of: [
        { type: 'hashtags', tags: ['one'] },
        { type: 'all', of: [{ type: 'pattern', pattern: 'sleep(er|ing)', in: ['tags'] }, { type: 'seen' }] },
        {
          type: 'none',
          of: [
            { type: 'authors', dids: [did] },
            { type: 'list', uri: list },
          ],
        },
      ],
    },
    { type: 'privateList', list: '3laaaaaaaaaaa' },
    { type: 'rate', atLeast: 0.5, atMost: 20 },
    { type: 'accountAge', atLeast: 30 },
    { type: 'labels', labels: ['porn', '!hide'] },
    { type: 'languages', languages: ['en', 'pt-BR'] },
    { type: 'media', kinds: ['image', 'none'] },
    { type: 'altText', present: true },
    { type: 'links', present: false },
    { type: 'domains', domains: ['seat61.com', 'example.org'] },
    { type: 'length', atMost: 280 },
    { type: 'age', atMostHours: 24 },
    { type: 'engagement', of: 'replies', atLeast: 3, withinHours: 2 },
  ],
  order: { by: 'hot', likes: 2, halfLifeHours: 3 },
  perAuthor: { atMost: 3, withinHours: 12 },
  gapMinutes: 30,
  pinned: [post],
  unique: ['quote', 'link'],
}

/** A draft as the form would send it. */
function toFields(draft: BuilderDraft): [string, string][] {
  const { sources, filters, order, spread, root, title, description } = show(draft)
  const fields: [string, string][] = [['root', root]]
  const takeFields = (list: typeof order) => {
    for (const { name, control, values } of list) {
      if (control === 'several') for (const value of values) fields.push([`${name}[]`, value])
      else if (control !== 'flag' || values[0]) fields.push([name, values[0] ?? ''])
    }
  }
  const take = (parts: typeof sources) => {
    for (const part of parts) {
      fields.push([`${part.path}.type`, part.type])
      if (part.isInverted !== undefined) fields.push([`${part.path}.mode`, part.isInverted ? 'none' : 'keep'])
      takeFields([...part.fields, ...part.more])
      take(part.parts)
    }
  }
  takeFields([title, description])
  take(sources)
  take(filters)
  takeFields([...order, ...spread])
  return fields
}

function show(draft: BuilderDraft) {
  return showBuilder(draft, { errors: new Map(), choices: {}, notes: new Map() })
}

const check = (draft: BuilderDraft, isLook = false) =>
  checkBuilder(draft, { references: new Map(), lists: ['3laaaaaaaaaaa'], isLook })
const texts = { title: 'All of it', description: 'Everything' }

describe('the builder', () => {
  it('shows every kind there is, and reads it back as it was', () => {
    const parsed = parseDefinition(everything)
    assert.ok('definition' in parsed, JSON.stringify(parsed))
    const draft = fillBuilder(texts, parsed.definition)
    const read = readBuilderFields(toFields(draft))
    assert.deepEqual(check(read).errors, new Map())
    assert.deepEqual(check(read).definition, parsed.definition)
  })

  it('knows every kind of the definition', () => {
    const types = new Set([...sourceKinds, ...filterKinds].map(({ type }) => type))
    for (const part of [...everything.sources, ...everything.filters]) {
      if (!('of' in part && Array.isArray(part.of))) assert.ok(types.has(part.type), part.type)
    }
    const sentence = parseDefinition({ version: 1, sources: [{ type: 'x' }], filters: [{ type: 'x' }] })
    assert.ok('mistakes' in sentence)
    const named = sentence.mistakes.map(({ message }) => /Known are (.*)\./.exec(message)?.[1]?.split(/, | and /) ?? [])
    for (const type of named.flat()) {
      if (!['all', 'any', 'none'].includes(type)) assert.ok(types.has(type), type)
    }
  })

  it('keeps any and none as the root of the tree', () => {
    for (const type of ['any', 'none'] as const) {
      const of = [
        { type: 'hashtags' as const, tags: ['a'] },
        { type: 'keywords' as const, words: ['b'] },
      ]
      const definition: Definition = {
        version: 1,
        sources: [{ type: 'hashtags', tags: ['c'] }],
        filters: [{ type, of }],
      }
      const draft = fillBuilder(texts, definition)
      assert.equal(draft.root, type)
      assert.equal(draft.filters.length, 2)
      assert.deepEqual(check(readBuilderFields(toFields(draft))).definition, definition)
    }
  })

  it('says each mistake beside the field it belongs to, through groups and what is left out', () => {
    const draft = readBuilderFields([
      ['title', ''],
      ['sources.0.type', 'hashtags'],
      ['sources.0.tags', 'fine 12'],
      ['sources.1.type', 'quietPosters'],
      ['sources.1.did', did],
      ['sources.1.postsPerDay', 'many'],
      ['root', 'any'],
      ['filters.0.type', 'all'],
      ['filters.0.of.0.type', 'pattern'],
      ['filters.0.of.0.mode', 'none'],
      ['filters.0.of.0.pattern', '(?=x)'],
      ['filters.0.of.1.type', 'rate'],
      ['filters.1.type', 'none'],
      ['filters.2.type', 'privateList'],
      ['filters.2.list', '3lbbbbbbbbbbb'],
      ['order.by', 'hot'],
      ['order.likes', '-1'],
      ['gapMinutes', '0'],
    ])
    const { errors } = check(draft)
    assert.deepEqual([...errors.keys()].sort(), [
      ...['filters.0.of.0.pattern', 'filters.0.of.1', 'filters.1', 'gapMinutes', 'order.likes'],
      ...['sources.0.tags', 'sources.1.postsPerDay', 'title'],
    ])
    assert.match(errors.get('sources.0.tags')?.[0] ?? '', /^“12”: /)
    const { wrong } = showBuilder(draft, { errors, choices: {}, notes: new Map() })
    assert.ok(wrong.every(({ label }) => label !== 'Feed'))
  })

  it('refuses private lists of others', () => {
    const draft = readBuilderFields([
      ['title', 'x'],
      ['sources.0.type', 'privateList'],
      ['sources.0.list', '3lbbbbbbbbbbb'],
    ])
    assert.deepEqual([...check(draft).errors.keys()], ['sources.0.list'])
  })

  it('looks at what is there while the rest is still empty', () => {
    const draft = readBuilderFields([
      ['sources.0.type', 'hashtags'],
      ['sources.0.tags', 'one'],
      ['sources.1.type', 'authors'],
      ['filters.0.type', 'any'],
      ['filters.0.of.0.type', 'keywords'],
    ])
    const { definition, skipped } = check(draft, true)
    assert.deepEqual(definition, { version: 1, sources: [{ type: 'hashtags', tags: ['one'] }], filters: [] })
    assert.equal(skipped, 2)
    assert.equal(check(draft).definition, undefined)
  })

  it('lists what has to be looked up, and says what leads nowhere', () => {
    const draft = readBuilderFields([
      ['title', 'x'],
      ['sources.0.type', 'authors'],
      ['sources.0.dids', '@ada.test, bob.test'],
      ['sources.1.type', 'list'],
      ['sources.1.uri', 'typed'],
      ['sources.1.uriChoice', 'chosen'],
    ])
    assert.deepEqual(
      listReferences(draft).map(({ text }) => text),
      ['@ada.test', 'bob.test', 'chosen'],
    )
    const references = new Map<string, { value: string } | { problem: string }>([
      ['did @ada.test', { value: did }],
      ['did bob.test', { problem: 'Nobody is called “bob.test”.' }],
      ['app.bsky.graph.list chosen', { value: list }],
    ])
    const { errors } = checkBuilder(draft, { references, lists: [] })
    assert.deepEqual([...errors], [['sources.0.dids', ['Nobody is called “bob.test”.']]])
    assert.deepEqual((buildDocument(draft, { references }).document.sources as object[])[1], {
      type: 'list',
      uri: list,
    })
  })
})

describe('a hostile form', () => {
  it('comes to an end, whatever it names', () => {
    const names = [
      'sources.999.type',
      'filters.0.of.0.of.0.of.0.of.0.of.0.of.0.of.0.type',
      '__proto__.type',
      'filters.x.type',
    ]
    assert.deepEqual(readBuilderFields(names.map((name) => [name, 'any'])), {
      ...emptyDraft(),
      ordering: readBuilderFields([]).ordering,
    })
    const many = Array.from({ length: 900 }, (_, at): [string, string] => [`filters.${at}.type`, 'seen'])
    assert.ok(readBuilderFields(many).filters.length < 200)
    const lone = readBuilderFields([
      ['title', '\ud800'],
      ['sources.0.type', 'toString'],
    ])
    assert.equal(lone.title, '\ufffd')
    assert.deepEqual(lone.sources, [])
  })

  it('has no past but ours', () => {
    for (const past of [
      '{',
      '[1]',
      '[null]',
      '[{"sources":[{"type":"x"}],"filters":[{"type":"any","of":[null,{"type":"seen","values":{"a":[1]}}]}]}]',
    ]) {
      const back = goBack(past)
      if (back) assert.doesNotThrow(() => show(back.draft))
    }
    assert.equal(goBack(`[${'1,'.repeat(40_000)}1]`), undefined)
  })
})
