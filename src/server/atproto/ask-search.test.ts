import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Agent } from '@atproto/api'
import { parseQuery } from '../reads/post-query.ts'
import { askFirstSearch, askSecondSearch, fitsFirstSearch } from './ask-search.ts'

const post = 'at://did:plc:abc/app.bsky.feed.post/3k2a'
const step = { order: 'latest' as const, limit: 30, cursor: undefined }

const view = {
  uri: post,
  cid: 'bafyreidfcm4u3vnuph5ltwdpssiz3a4xfbm2otjrdisftwnbfmnxd6lsxm',
  author: { did: 'did:plc:abc', handle: 'a.test' },
  record: {},
  indexedAt: '2026-01-01T00:00:00Z',
}

/** An agent that is always answered `body`, and what it was asked. */
function record(status: number, body: object) {
  const asked: URL[] = []
  const agent = new Agent(async (path: string) => {
    asked.push(new URL(path, 'https://appview.example'))
    return Response.json(body, { status })
  })
  const params = () =>
    Object.fromEntries(
      [...(asked[0]?.searchParams.keys() ?? [])].map((key) => [key, asked[0]?.searchParams.getAll(key).join(' ')]),
    )
  return { agent, params }
}

for (const [shorthand, wanted] of [
  ['night train', { q: 'night train' }],
  [
    'boats from:ines.test to:did:plc:a domain:example.com url:example.com/x #a #b lang:pt since:2026-01-01 until:2026-02-01T10:00:00Z',
    {
      q: 'boats #a #b from:ines.test',
      author: 'ines.test',
      mentions: 'did:plc:a',
      domain: 'example.com',
      url: 'https://example.com/x',
      tag: 'a b',
      lang: 'pt',
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-02-01T10:00:00.000Z',
    },
  ],
  ['from:did:plc:a', { q: 'did:plc:a', author: 'did:plc:a' }],
  ['lang:pt', { q: 'lang:pt', lang: 'pt' }],
  ['media:true', { q: '*' }],
] as const) {
  test(`the first search is asked for ${shorthand}`, async () => {
    const { agent, params } = record(200, { posts: [], cursor: 'x' })
    const answer = await askFirstSearch(agent, parseQuery(shorthand).query, step)
    assert.deepEqual(params(), { ...wanted, sort: 'latest', limit: '30' })
    assert.deepEqual(answer, { posts: [], cursor: undefined })
  })
}

test('the second search is asked for everything', async () => {
  const { agent, params } = record(200, { posts: [view], cursor: 'x' })
  const { query } = parseQuery(
    `ramen from:a.test from:b.test to:c.test domain:example.com url:example.com/x #d lang:ja quotes:${post} -from:e.test -to:f.test -domain:example.org -url:example.org/x -#g -lang:en -quotes:${post} since:2026-01-01 until:2026-02-01 replies:none media:true video:true following:true thread:${post} parent:${post}`,
  )
  const answer = await askSecondSearch(agent, query, { ...step, cursor: 'c' })
  assert.deepEqual(params(), {
    query: 'ramen',
    authors: 'a.test b.test',
    mentions: 'c.test',
    domains: 'example.com',
    urls: 'https://example.com/x',
    hashtags: 'd',
    languages: 'ja',
    embeddedAtUris: post,
    excludeAuthors: 'e.test',
    excludeMentions: 'f.test',
    excludeDomains: 'example.org',
    excludeUrls: 'https://example.org/x',
    excludeHashtags: 'g',
    excludeLanguages: 'en',
    excludeEmbeddedAtUris: post,
    since: '2026-01-01T00:00:00.000Z',
    until: '2026-02-01T00:00:00.000Z',
    excludeReplies: 'true',
    hasMedia: 'true',
    hasVideo: 'true',
    following: 'true',
    threadRootUri: post,
    replyParentUri: post,
    queryLanguage: 'ja',
    sort: 'recent',
    allTime: 'true',
    limit: '30',
    cursor: 'c',
  })
  assert.deepEqual(answer, { posts: [view], cursor: 'x' })
})

for (const [status, error, message] of [
  [400, 'InvalidRequest', 'Search v2 is not enabled'],
  [501, 'MethodNotImplemented', 'Method Not Implemented'],
  [404, 'XRPCNotSupported', 'XRPCNotSupported'],
] as const) {
  test(`an AppView that answers ${status} “${message}” has no second search`, async () => {
    const { agent } = record(status, { error, message })
    assert.equal(await askSecondSearch(agent, parseQuery('media:true').query, step), undefined)
  })
}

test('other failures are failures', async () => {
  for (const [status, wanted] of [
    [400, 400],
    [403, 403],
    [500, 502],
  ] as const) {
    const { agent } = record(status, { error: 'Oops', message: 'no' })
    await assert.rejects(askSecondSearch(agent, parseQuery('media:true').query, step), { status: wanted })
  }
})

test('knows what the first search can say', () => {
  for (const shorthand of ['a "b" -c', 'from:a.test #b #c lang:pt since:2026-01-01']) {
    assert.ok(fitsFirstSearch(parseQuery(shorthand).query), shorthand)
  }
  for (const shorthand of [
    'from:a.test from:b.test',
    '-#a',
    'replies:none',
    'media:true',
    'following:true',
    `quotes:${post}`,
    `thread:${post}`,
  ]) {
    assert.equal(fitsFirstSearch(parseQuery(shorthand).query), false, shorthand)
  }
})
