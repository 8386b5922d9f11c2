import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActors, findPosts } from './find-in-index.ts'
import { listTrends } from './list-trends.ts'
import type { FoundPost } from './search-index.ts'

const tagged = (...tags: string[]) => tags.map((tag) => ({ index: {}, features: [{ tag }] }))
const post = (rkey: string, text: string, extra: Partial<FoundPost> = {}): FoundPost => ({
  uri: `at://did:plc:a/app.bsky.feed.post/${rkey}`,
  indexedAt: '2026-03-01T00:00:00Z',
  author: { did: 'did:plc:a', handle: 'ines.test' },
  record: { text, createdAt: '2026-03-01T00:00:00Z', langs: ['pt'] },
  weight: 0,
  ...extra,
})
const posts = [
  post('1', 'The night train to Narvik', { weight: 1 }),
  post('2', 'A TRAIN at night', { weight: 5, author: { did: 'did:plc:b', handle: 'omar.test' } }),
  post('3', 'Pão, amanhã', {
    indexedAt: '2026-01-01T00:00:00Z',
    record: { text: 'Pão, amanhã', createdAt: '2026-01-01T00:00:00Z' },
  }),
]

for (const [params, wanted] of [
  [{ q: 'train' }, '12'],
  [{ q: 'train', sort: 'top' }, '21'],
  [{ q: '"night train"' }, '1'],
  [{ q: 'night -narvik' }, '2'],
  [{ q: 'pao' }, '3'],
  [{ q: '*' }, '123'],
  [{ q: 'from:omar.test' }, '2'],
  [{ q: 'did:plc:b train' }, '2'],
  [{ q: 'train', author: 'ines.test' }, '1'],
  [{ q: '*', since: '2026-02-01' }, '12'],
  [{ q: '*', until: '2026-02-01T00:00:00Z' }, '3'],
  [{ q: 'train', lang: 'en' }, ''],
] as const) {
  test(`finds posts by ${JSON.stringify(params)}`, () => {
    const found = findPosts(posts, new URLSearchParams(params))
    assert.equal(found.map(({ uri }) => uri.at(-1)).join(''), wanted)
  })
}

test('finds people by name, handle and words, the nearest first', () => {
  const actors = [
    { did: '1', handle: 'wren.test', texts: ['wren.test', 'Wren', 'Knows Inês'] },
    { did: '2', handle: 'pot.test', texts: ['pot.test', 'Inês Carvalho', ''] },
    { did: '3', handle: 'ines.test', texts: ['ines.test', '', ''] },
  ]
  assert.deepEqual(
    findActors(actors, 'ines').map(({ did }) => did),
    ['3', '2', '1'],
  )
})

test('ranks hashtags that several people write', () => {
  const other = { did: 'did:plc:b', handle: 'omar.test' }
  const trends = listTrends(
    [
      post('1', '', { record: { facets: tagged('Trains', 'own') } }),
      post('2', '', { record: { facets: tagged('trains') }, author: other }),
      post('3', '', { record: { facets: tagged('own') } }),
      post('4', '', { record: { facets: [null, { features: [{ tag: 1 }] }] } }),
    ],
    5,
  )
  assert.deepEqual(
    trends.map(({ topic, postCount, dids }) => [topic, postCount, dids.length]),
    [['Trains', 2, 2]],
  )
})
