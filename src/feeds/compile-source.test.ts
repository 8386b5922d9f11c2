import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CandidatePost } from '#types/candidate-post.ts'
import { compileFeeds } from './compile-feeds.ts'
import type { Definition, Source } from './definition.ts'
import { describeDefinition } from './describe-definition.ts'
import type { Lookups } from './lookups.ts'

const me = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const other = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb'
const list = 'at://did:plc:a/app.bsky.graph.list/1'
const pack = 'at://did:plc:a/app.bsky.graph.starterpack/1'
const feed = 'at://did:plc:a/app.bsky.feed.generator/1'
const post: CandidatePost = { uri: 'at://x', did: me, text: 'Good morning', tags: ['art'], langs: [], createdAt: 0 }
const repost = { ...post, did: other, repost: { uri: 'at://y', did: me, createdAt: 0 } }
const reply = { root: 'at://r', parent: 'at://p' }
const below = (uri: string) => (uri === 'at://p' ? ['at://above'] : [])
const inSet = (key: string): Lookups => ({ now: () => 0, setsOf: (did) => (did === me ? [key] : []) })

const table: [source: Source, post: CandidatePost, expected: boolean, lookups?: Lookups][] = [
  [{ type: 'network' }, post, true],
  [{ type: 'network' }, repost, false],
  [{ type: 'authors', dids: [other, me] }, post, true],
  [{ type: 'authors', dids: [me] }, repost, false],
  [{ type: 'authors', dids: [me], reposts: true }, repost, true],
  [{ type: 'authors', dids: [me], reposts: true }, post, true],
  [{ type: 'authors', dids: [other], reposts: true }, repost, false],
  [{ type: 'list', uri: list }, post, false],
  [{ type: 'list', uri: list }, post, true, inSet(`list:${list}`)],
  [{ type: 'starterPack', uri: pack }, post, true, inSet(`pack:${pack}`)],
  [{ type: 'follows', did: other, reposts: true }, repost, true, inSet(`follows:${other}`)],
  [{ type: 'follows', did: other }, repost, false, inSet(`follows:${other}`)],
  [
    { type: 'follows', did: other, reposts: true },
    { ...repost, did: me, repost: { ...repost.repost, did: other } },
    false,
  ],
  [{ type: 'mutuals', did: other }, post, true, inSet(`mutuals:${other}`)],
  [{ type: 'mutuals', did: other }, post, false, inSet(`follows:${other}`)],
  [{ type: 'quietPosters', did: other, postsPerDay: 1 }, post, true, inSet(`follows:${other}`)],
  [
    { type: 'quietPosters', did: other, postsPerDay: 1 },
    post,
    false,
    { ...inSet(`follows:${other}`), rateOf: () => 1 },
  ],
  [{ type: 'hashtags', tags: ['ART'] }, post, true],
  [{ type: 'hashtags', tags: ['ART'] }, repost, false],
  [{ type: 'feed', uri: feed }, post, false],
  [{ type: 'feed', uri: feed }, { ...post, broughtBy: [`feed:${feed}`] }, true],
  [{ type: 'search', query: 'night train' }, { ...post, broughtBy: ['search:night train'] }, true],
  [{ type: 'replies', uri: 'at://r' }, { ...post, reply }, true],
  [{ type: 'replies', uri: 'at://p' }, { ...post, reply }, true],
  [{ type: 'replies', uri: 'at://above' }, { ...post, reply }, false],
  [{ type: 'replies', uri: 'at://above' }, { ...post, reply }, true, { now: () => 0, threadsOf: below }],
  [{ type: 'replies', uri: 'at://p' }, { ...post, quote: 'at://p' }, false],
  [{ type: 'quotes', uri: 'at://p' }, { ...post, quote: 'at://p' }, true],
  [{ type: 'domains', domains: ['example.org'] }, { ...post, links: ['https://a.example.org/'] }, true],
  [
    { type: 'domains', domains: ['example.org'] },
    { ...post, links: ['x', 'at://example.org', 'https://example.orgs'] },
    false,
  ],
]

describe('sources', () => {
  for (const [index, [source, candidate, expected, lookups]] of table.entries()) {
    const definition: Definition = { version: 1, sources: [source], filters: [] }
    it(`${index}: ${describeDefinition(definition)} ${expected ? 'yes' : 'no'}`, () => {
      const matcher = compileFeeds([{ feedId: 1, definition }], lookups)
      assert.deepEqual(matcher.match(candidate), expected ? [1] : [])
      assert.equal(matcher.carries(1, candidate), expected)
    })
  }

  it('that are feeds of this box bring what these take, whatever their order, and end with cycles', () => {
    const take = (...uris: string[]): Definition['sources'] => uris.map((uri) => ({ type: 'feed', uri }))
    const [a, b, c] = ['a', 'b', 'c'].map((name) => `at://did:plc:a/app.bsky.feed.generator/${name}`) as [
      string,
      string,
      string,
    ]
    const art: Definition['sources'] = [{ type: 'hashtags', tags: ['art'] }]
    const filters: Definition['filters'] = [{ type: 'keywords', words: ['morning'] }]
    const match = (feeds: Parameters<typeof compileFeeds>[0]) => compileFeeds(feeds).match(post).sort()
    const first = { feedId: 1, uri: a, definition: { version: 1 as const, sources: art, filters: [] } }
    const second = { feedId: 2, uri: b, definition: { version: 1 as const, sources: take(a, c), filters } }
    const third = { feedId: 3, uri: c, definition: { version: 1 as const, sources: take(b), filters: [] } }
    assert.deepEqual(match([first, second, third]), [1, 2, 3])
    assert.deepEqual(match([third, second, first]), [1, 2, 3])
    assert.deepEqual(match([third, second]), [])
  })

  it('that are feeds bring nothing to others unless everybody may see them', () => {
    const sources: Definition['sources'] = [{ type: 'hashtags', tags: ['art'] }]
    const [mine, theirs] = ['a', 'b'].map((name) => `at://did:plc:${name}/app.bsky.feed.generator/x`) as [
      string,
      string,
    ]
    const art = { feedId: 1, uri: mine, definition: { version: 1 as const, sources, filters: [] } }
    const taking: Definition = { version: 1, sources: [{ type: 'feed', uri: mine }], filters: [] }
    const others = [
      { feedId: 2, uri: mine.replace('/x', '/y'), definition: taking },
      { feedId: 3, uri: theirs, definition: taking },
    ]
    assert.deepEqual(
      compileFeeds([art, ...others])
        .match(post)
        .sort(),
      [1, 2],
    )
    assert.deepEqual(
      compileFeeds([{ ...art, isShared: true }, ...others])
        .match(post)
        .sort(),
      [1, 2, 3],
    )
  })

  it('follow a list as it changes, without compiling anew', () => {
    const members = new Set<string>()
    const setsOf = (did: string) => (members.has(did) ? [`list:${list}`] : [])
    const definition: Definition = { version: 1, sources: [{ type: 'list', uri: list }], filters: [] }
    const { match } = compileFeeds([{ feedId: 1, definition }], { now: () => 0, setsOf })
    assert.deepEqual(match(post), [])
    members.add(me)
    assert.deepEqual(match(post), [1])
  })
})
