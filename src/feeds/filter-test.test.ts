import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CandidatePost } from '#types/candidate-post.ts'
import { compileFeeds } from './compile-feeds.ts'
import type { Filter } from './definition.ts'
import { describeDefinition } from './describe-definition.ts'
import type { Lookups } from './lookups.ts'
import { verdicts } from './verdict.ts'

const me = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const list = 'at://did:plc:a/app.bsky.graph.list/1'
const hour = 3600_000
const plain: CandidatePost = { uri: 'at://x', did: me, text: 'Good morning', tags: [], langs: ['pt-BR'], createdAt: 0 }
const picture: CandidatePost = { ...plain, media: ['image'], alts: ['A Moth', ''] }
const card: CandidatePost = {
  ...plain,
  media: ['link'],
  links: ['https://News.Example.org/a', 'http://bücher.example/x'],
  linkTitles: ['Moths of Lapland'],
}
const reply = { root: 'at://r', parent: 'at://p' }
const { no, notYet, still, yes } = verdicts

const table: [filter: Filter, post: CandidatePost, expected: number, lookups?: Partial<Lookups>][] = [
  [{ type: 'keywords', words: ['Good'], caseSensitive: true }, plain, yes],
  [{ type: 'keywords', words: ['good'], caseSensitive: true }, plain, no],
  [{ type: 'keywords', words: ['good', 'Good'], caseSensitive: true }, plain, yes],
  [{ type: 'keywords', words: ['morn'] }, plain, no],
  [{ type: 'keywords', words: ['MORN'], partial: true }, plain, yes],
  [{ type: 'keywords', words: ['MORN'], partial: true, caseSensitive: true }, plain, no],
  [{ type: 'keywords', words: ['moth'] }, picture, no],
  [{ type: 'keywords', words: ['moth'], in: ['alt'] }, picture, yes],
  [{ type: 'keywords', words: ['moth'], in: ['text', 'links'] }, card, no],
  [{ type: 'keywords', words: ['moths'], in: ['text', 'links'] }, card, yes],
  [{ type: 'keywords', words: ['night train'], in: ['tags'] }, { ...plain, tags: ['night', 'train'] }, no],
  [{ type: 'keywords', words: ['train'], in: ['tags'] }, { ...plain, tags: ['night', 'Train'] }, yes],
  [{ type: 'pattern', pattern: 'go+d m' }, plain, yes],
  [{ type: 'pattern', pattern: 'go+d m', caseSensitive: true }, plain, no],
  [{ type: 'pattern', pattern: '(moth|night) of' }, card, no],
  [{ type: 'pattern', pattern: '(moths|night) of', in: ['links'] }, card, yes],
  [{ type: 'pattern', pattern: '^good', in: ['alt', 'text'] }, plain, yes],
  [{ type: 'authors', dids: [me] }, plain, yes],
  [{ type: 'authors', dids: ['did:plc:bbbbbbbbbbbbbbbbbbbbbbbb'] }, plain, no],
  [{ type: 'list', uri: list }, plain, no],
  [{ type: 'list', uri: list }, plain, yes, { setsOf: () => [`list:${list}`] }],
  [{ type: 'rate', atMost: 2 }, plain, yes],
  [{ type: 'rate', atMost: 2 }, plain, no, { rateOf: () => 2.5 }],
  [{ type: 'rate', atLeast: 2 }, plain, yes, { rateOf: () => 2.5 }],
  [{ type: 'accountAge', atLeast: 7 }, plain, notYet],
  [{ type: 'accountAge', atLeast: 7 }, { ...plain, did: 'did:web:x.test' }, no],
  [{ type: 'none', of: [{ type: 'accountAge', atMost: 7 }] }, { ...plain, did: 'did:web:x.test' }, yes],
  [{ type: 'accountAge', atLeast: 7 }, { ...plain, createdAt: 7 * 24 * hour }, yes, { accountCreatedAt: () => 0 }],
  [{ type: 'accountAge', atMost: 6 }, { ...plain, createdAt: 7 * 24 * hour }, no, { accountCreatedAt: () => 0 }],
  [{ type: 'labels', labels: ['porn'] }, plain, notYet],
  [{ type: 'labels', labels: ['porn'] }, plain, still, { labelsOf: () => ['spam', 'porn'] }],
  [{ type: 'labels', labels: ['porn'] }, { ...plain, labels: ['porn'] }, yes],
  [{ type: 'none', of: [{ type: 'labels', labels: ['porn'] }] }, plain, still],
  [{ type: 'none', of: [{ type: 'labels', labels: ['porn'] }] }, { ...plain, labels: ['porn'] }, no],
  [{ type: 'languages', languages: ['pt'] }, plain, yes],
  [{ type: 'languages', languages: ['PT-br'] }, plain, yes],
  [{ type: 'languages', languages: ['pt-PT', 'p'] as string[] }, plain, no],
  [{ type: 'media', kinds: ['none'] }, plain, yes],
  [{ type: 'media', kinds: ['video', 'image'] }, picture, yes],
  [{ type: 'media', kinds: ['video', 'none'] }, picture, no],
  [{ type: 'altText', present: true }, picture, no],
  [{ type: 'altText', present: false }, picture, yes],
  [{ type: 'altText', present: true }, plain, yes],
  [{ type: 'kinds', kinds: ['post'] }, plain, yes],
  [{ type: 'kinds', kinds: ['post', 'quote'] }, { ...plain, reply }, no],
  [{ type: 'kinds', kinds: ['quote'] }, { ...plain, reply, quote: 'at://q' }, yes],
  [{ type: 'kinds', kinds: ['reply'] }, { ...plain, reply, repost: { uri: 'at://y', did: 'z', createdAt: 0 } }, no],
  [{ type: 'kinds', kinds: ['repost'] }, { ...plain, repost: { uri: 'at://y', did: 'z', createdAt: 0 } }, yes],
  [{ type: 'links', present: true }, plain, no],
  [{ type: 'links', present: true }, card, yes],
  [{ type: 'domains', domains: ['example.org'] }, card, yes],
  [{ type: 'domains', domains: ['bücher.example'] }, card, yes],
  [{ type: 'domains', domains: ['s.example.org', 'xample.org'] }, card, no],
  [{ type: 'length', atLeast: 12, atMost: 12 }, plain, yes],
  [{ type: 'length', atMost: 1 }, { ...plain, text: '👩‍🚀' }, yes],
  [{ type: 'age', atMostHours: 2 }, plain, still, { now: () => hour }],
  [{ type: 'age', atMostHours: 2 }, plain, no, { now: () => 3 * hour }],
  [{ type: 'engagement', of: 'likes', atLeast: 5 }, plain, notYet],
  [{ type: 'engagement', of: 'likes', atLeast: 5 }, plain, still, { countOf: () => 5 }],
  [{ type: 'engagement', of: 'likes', atLeast: 5, withinHours: 1 }, plain, no, { now: () => 2 * hour }],
  [{ type: 'engagement', of: 'likes', atMost: 5, withinHours: 1 }, plain, yes, { now: () => 2 * hour }],
  [{ type: 'none', of: [{ type: 'seen' }] }, plain, still],
  [{ type: 'none', of: [{ type: 'seen' }] }, plain, notYet, { hasSeen: () => true }],
  [
    {
      type: 'any',
      of: [
        { type: 'hashtags', tags: ['x'] },
        {
          type: 'all',
          of: [
            { type: 'links', present: false },
            { type: 'media', kinds: ['none'] },
          ],
        },
      ],
    },
    plain,
    yes,
  ],
]

describe('filters', () => {
  for (const [index, [filter, post, expected, given]] of table.entries()) {
    const definition = {
      version: 1 as const,
      sources: [{ type: 'authors' as const, dids: [me, 'did:web:x.test'], reposts: true }],
      filters: [filter],
    }
    it(`${index}: ${describeDefinition(definition)} ${['never', 'not yet', 'for now', 'yes'][expected]}`, () => {
      const matcher = compileFeeds([{ feedId: 1, definition }], { now: () => 0, ...given })
      assert.equal(matcher.judge(1, post), expected)
      const by = post.repost ? { ...post, did: 'did:plc:b', repost: { ...post.repost, did: me } } : post
      const { now, later } = matcher.matchWhole(by)
      assert.deepEqual([now, later], [expected >= still ? [1] : [], expected === notYet ? [1] : []])
    })
  }
})
