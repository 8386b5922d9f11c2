import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CandidatePost } from '#types/candidate-post.ts'
import { compileFeeds } from './compile-feeds.ts'
import type { Definition } from './definition.ts'
import { explainPost } from './explain-post.ts'
import type { Lookups } from './lookups.ts'

const me = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const post: CandidatePost = {
  uri: 'at://x',
  did: me,
  text: 'A Moth at the lamp',
  tags: ['moths'],
  langs: ['en'],
  createdAt: 0,
  media: ['image'],
  alts: [''],
}
const definition: Definition = {
  version: 1,
  sources: [
    { type: 'authors', dids: [me] },
    { type: 'hashtags', tags: ['moths'] },
  ],
  filters: [
    {
      type: 'any',
      of: [
        { type: 'keywords', words: ['owl', 'moth'] },
        { type: 'languages', languages: ['fr'] },
      ],
    },
    { type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] },
    { type: 'engagement', of: 'likes', atLeast: 5 },
  ],
}
const likes = (count: number): Lookups => ({ now: () => 0, countOf: () => count })
const reply = { root: 'at://r', parent: 'at://p' }

const table: [name: string, post: CandidatePost, lookups: Lookups, expected: object][] = [
  [
    'what is in',
    post,
    likes(7),
    {
      isIn: true,
      mayCome: false,
      isNear: false,
      source: { path: 'sources.0', sentence: 'It is by somebody who is named.' },
      summary: 'It is by somebody who is named. It says “moth”. It is a post of its own. Its likes: 7.',
    },
  ],
  ['what may come in', post, likes(4), { isIn: false, mayCome: true, isNear: true, summary: 'Its likes: 4.' }],
  [
    'a near miss',
    { ...post, reply },
    likes(7),
    { isIn: false, mayCome: false, isNear: true, summary: 'It is a reply.' },
  ],
  [
    'what is far off',
    { ...post, text: '', reply, tags: [] },
    likes(7),
    { isNear: false, summary: 'It does not say one of the 2 words. It is in en. It is a reply.' },
  ],
  [
    'what nothing carries',
    { ...post, did: 'did:plc:b', tags: [] },
    likes(7),
    { isIn: false, mayCome: false, isNear: true, source: undefined, summary: 'No source carries it.' },
  ],
  [
    'what another source carries',
    { ...post, did: 'did:plc:b' },
    likes(7),
    { source: { path: 'sources.1', sentence: 'It has #moths.' } },
  ],
]

describe('explainPost', () => {
  for (const [name, candidate, lookups, expected] of table) {
    it(`tells of ${name}, and decides as the matcher does`, () => {
      const explanation = explainPost(definition, candidate, { lookups })
      assert.partialDeepStrictEqual(explanation, expected)
      const { now, later } = compileFeeds([{ feedId: 1, definition }], lookups).matchWhole(candidate)
      assert.equal(explanation.isIn, now.length === 1)
      assert.equal(explanation.mayCome, later.length === 1)
    })
  }

  it('leads to the filter that decided', () => {
    const { filters } = explainPost(definition, { ...post, reply }, { lookups: likes(1) })
    assert.deepEqual(filters, [
      {
        path: 'filters.0',
        verdict: 'yes',
        sentence: 'It says “moth”.',
        of: [
          { path: 'filters.0.of.0', verdict: 'yes', sentence: 'It says “moth”.' },
          { path: 'filters.0.of.1', verdict: 'no', sentence: 'It is in en.' },
        ],
      },
      {
        path: 'filters.1',
        verdict: 'no',
        sentence: 'It is a reply.',
        of: [{ path: 'filters.1.of.0', verdict: 'yes', sentence: 'It is a reply.' }],
      },
      { path: 'filters.2', verdict: 'notYet', sentence: 'Its likes: 1.' },
    ])
  })
})
