import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuery } from '../reads/post-query.ts'
import { fitsQuery } from './fits-query.ts'

const me = 'did:plc:abc'
const facets = [
  { features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:omar' }] },
  { features: [{ uri: 'https://www.example.com/a/b?c=1' }, { tag: 'Kiln' }] },
]
const uri = `at://${me}/app.bsky.feed.post/1`
const other = `at://${me}/app.bsky.feed.post/2`
const view = (record: object = {}, extra: object = {}) => ({
  uri,
  author: { did: me, handle: 'ines.test', viewer: { following: `at://${me}/app.bsky.graph.follow/1` } },
  indexedAt: '2026-03-02T00:00:00Z',
  record: { text: 'Bowls', createdAt: '2026-03-01T12:00:00Z', langs: ['pt-BR'], tags: ['clay'], facets, ...record },
  ...extra,
})
const pictures = { $type: 'app.bsky.embed.images', images: [] }
const video = { $type: 'app.bsky.embed.video' }
const quote = { $type: 'app.bsky.embed.record', record: { uri: other } }
const both = { $type: 'app.bsky.embed.recordWithMedia', media: video, record: quote }
const card = { $type: 'app.bsky.embed.external', external: { uri: 'https://blog.example.org/post/' } }
const reply = { root: { uri: other }, parent: { uri: `${other}x` } }

const table: [query: string, record: object, fits: boolean][] = [
  ['anything at all', {}, true],
  ['from:ines.test', {}, true],
  [`from:${me}`, {}, true],
  ['from:omar.test', {}, false],
  ['from:omar.test from:ines.test', {}, true],
  ['-from:ines.test', {}, false],
  ['mentions:did:plc:omar', {}, true],
  ['mentions:did:plc:nobody', {}, false],
  ['#kiln #CLAY', {}, true],
  ['#kiln #tea', {}, false],
  ['-#clay', {}, false],
  ['domain:example.com', {}, true],
  ['domain:ample.com', {}, false],
  ['domain:example.org', { embed: card }, true],
  ['url:example.com/a', {}, true],
  ['url:blog.example.org/post', { embed: card }, true],
  ['url:example.com/z', {}, false],
  ['-domain:example.com', {}, false],
  ['lang:pt', {}, true],
  ['lang:en', {}, false],
  ['lang:en', { langs: undefined }, true],
  ['-lang:pt', {}, false],
  ['since:2026-03-02', {}, true],
  ['since:2026-03-03', {}, false],
  ['until:2026-03-02', {}, true],
  ['until:2026-03-01', {}, false],
  ['since:2026-03-03', { createdAt: 'never' }, false],
  ['replies:none', {}, true],
  ['replies:only', {}, false],
  ['replies:only', { reply }, true],
  [`thread:${other}`, { reply }, true],
  [`thread:${uri}`, {}, true],
  [`thread:${other}`, {}, false],
  [`parent:${other}x`, { reply }, true],
  [`parent:${other}`, { reply }, false],
  ['media:true', {}, false],
  ['media:true', { embed: pictures }, true],
  ['media:true', { embed: both }, true],
  ['video:true', { embed: pictures }, false],
  ['video:true', { embed: video }, true],
  [`quotes:${other}`, { embed: quote }, true],
  [`quotes:${other}`, { embed: both }, true],
  [`quotes:${other}`, { embed: card }, false],
  ['following:true', {}, true],
]

for (const [query, record, fits] of table) {
  test(`${query.replaceAll(me, 'me')} ${fits ? 'fits' : 'does not fit'} ${JSON.stringify(record).slice(0, 60)}`, () => {
    const parsed = parseQuery(query)
    assert.deepEqual(parsed.problems, [])
    assert.equal(fitsQuery(view(record), parsed.query), fits)
  })
}

test('nobody followed, nothing fits', () => {
  const { query } = parseQuery('following:true')
  assert.equal(fitsQuery(view({}, { author: { did: me, handle: 'ines.test' } }), query), false)
})

test('what is no post fits nothing, and what is broken breaks nothing', () => {
  const { query } = parseQuery('bowls')
  const { query: picky } = parseQuery('#a domain:a.example lang:pt since:2026-01-01 media:true')
  for (const broken of [undefined, null, 1, 'post', [], {}, { record: {}, author: null }]) {
    assert.equal(fitsQuery(broken, query), false)
  }
  for (const record of [
    { facets: [null, { features: 3 }, { features: [null, { uri: 'no' }] }] },
    { embed: [], tags: {} },
  ]) {
    assert.equal(fitsQuery(view({ langs: 3, createdAt: {}, ...record }), picky), false)
  }
})
