import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { usualHeat } from './definition-order.ts'
import { compareRanks, type FeedPost, type Ordering, rankFeed } from './rank-feed.ts'
import { sortKeyOf, whenRanked } from './rank-post.ts'
import { fitsBeside, sameKeys, thinOut } from './rank-thin.ts'

const [minute, hour] = [60_000, 3600_000]
const start = Date.UTC(2026, 10, 1)

function createRandom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function makePosts(seed: number, count: number): FeedPost[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, id) => ({
    id,
    uri: `at://${id}`,
    by: `did:${random(5)}`,
    sortAt: start + random(48 * 60) * minute,
    likes: random(50) ** 2,
    reposts: random(20),
    replies: random(20),
    quotes: random(5),
    quote: random(4) === 0 ? `at://quoted/${random(6)}` : undefined,
    links: random(4) === 0 ? [`https://example.org/${random(6)}`] : [],
  }))
}

const idsOf = (posts: { id: number }[]) => posts.map(({ id }) => id)
const now = start + 48 * hour
const orderings: Ordering['order'][] = [
  undefined,
  { by: 'newest' },
  { by: 'hot' },
  { by: 'hot', likes: 0, replies: 5, halfLifeHours: 1 },
  { by: 'mostLiked', withinHours: 12 },
  { by: 'random' },
]

describe('sort keys', () => {
  for (const order of orderings) {
    it(`are safe integers and do not depend on the order of posts: ${JSON.stringify(order)}`, () => {
      const posts = makePosts(1, 200)
      for (const post of posts) assert.ok(Number.isSafeInteger(sortKeyOf(order, post, now)))
      const ranked = rankFeed(posts, { order }, now).posts
      assert.deepEqual(idsOf(rankFeed(posts.toReversed(), { order }, now).posts), idsOf(ranked))
      assert.deepEqual(idsOf(ranked.toSorted(compareRanks)), idsOf(ranked))
    })
  }

  it('of hot feeds sort as decaying engagement does, at any time', () => {
    const { halfLifeHours: _, ...weights } = usualHeat
    for (const halfLifeHours of [0.5, 6, 48]) {
      const posts = makePosts(2, 120)
      const keys = posts.map((post) => sortKeyOf({ by: 'hot', halfLifeHours }, post, 0))
      for (const later of [0, 5 * hour, 300 * hour]) {
        const scores = posts.map(({ likes, reposts, replies, quotes, sortAt }) => {
          const engagement =
            likes * weights.likes + reposts * weights.reposts + replies * weights.replies + quotes * weights.quotes
          return Math.log2(1 + engagement) - (now + later - sortAt) / (halfLifeHours * hour)
        })
        for (const [a, one] of scores.entries()) {
          for (const [b, two] of scores.entries()) {
            if (one - two < 1e-6) continue
            assert.ok((keys[a] ?? 0) >= (keys[b] ?? 0), `${a} ${b}`)
          }
        }
      }
    }
  })

  it('of hot feeds: a doubling of engagement is one half-life', () => {
    const post = { uri: 'at://x', sortAt: start, likes: 1, reposts: 0, replies: 0, quotes: 0 }
    const order = { by: 'hot' as const, halfLifeHours: 2 }
    assert.equal(sortKeyOf(order, post, 0) - sortKeyOf(order, { ...post, likes: 0 }, 0), 2 * hour)
    assert.equal(sortKeyOf(order, { ...post, likes: 3 }, 0) - sortKeyOf(order, post, 0), 2 * hour)
    assert.equal(sortKeyOf({ ...order, likes: 0 }, post, 0), start)
  })

  it('of the most liked leave with their window', () => {
    const order = { by: 'mostLiked' as const, withinHours: 12 }
    const { posts } = rankFeed(makePosts(3, 300), { order }, now)
    assert.ok(posts.length > 20)
    for (const [index, post] of posts.entries()) {
      assert.ok(post.sortAt >= now - 12 * hour)
      assert.ok(index === 0 || (posts[index - 1]?.likes ?? 0) >= post.likes)
    }
  })

  it('of random feeds hold for a day, differ the next, and favour nobody', () => {
    const posts = makePosts(4, 1000)
    const day = (at: number) => idsOf(rankFeed(posts, { order: { by: 'random' } }, at).posts)
    const midnight = Date.UTC(2026, 10, 5)
    assert.deepEqual(day(midnight), day(midnight + 24 * hour - 1))
    assert.notDeepEqual(day(midnight), day(midnight - 1))
    const means = Array.from({ length: 40 }, (_, n) => day(midnight + n * 24 * hour)).map(
      (ids) => ids.slice(0, 100).reduce((sum, id) => sum + id, 0) / 100,
    )
    const mean = means.reduce((sum, one) => sum + one, 0) / means.length
    assert.ok(Math.abs(mean - 500) < 40, `${mean}`)
  })

  it('say when they have to be made anew', () => {
    assert.deepEqual(orderings.map(whenRanked), ['once', 'once', 'counts', 'counts', 'counts', 'daily'])
  })
})

describe('thinning', () => {
  const rules: Ordering[] = [
    { perAuthor: { atMost: 2, withinHours: 6 } },
    { gapMinutes: 90 },
    { unique: ['quote', 'link'] },
    { perAuthor: { atMost: 3, withinHours: 24 }, gapMinutes: 30, unique: ['link'], order: { by: 'hot' } },
    { perAuthor: { atMost: 1, withinHours: 720 }, order: { by: 'mostLiked', withinHours: 720 } },
    { gapMinutes: 1440, order: { by: 'random' } },
  ]
  for (const ordering of rules) {
    it(`breaks no rule, and leaves out only what would: ${JSON.stringify(ordering)}`, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const posts = makePosts(seed, 150)
        const kept = rankFeed(posts, ordering, now).posts
        const ids = new Set(idsOf(kept))
        assert.equal(findBreach(kept, ordering), undefined)
        for (const post of posts.filter(({ id }) => !ids.has(id))) {
          assert.ok(findBreach([...kept, { ...post, sortKey: 0 }], ordering), `${seed} ${post.id}`)
        }
      }
    })
  }

  it('keeps what it has when newer posts come', () => {
    const ordering: Ordering = { perAuthor: { atMost: 2, withinHours: 6 }, gapMinutes: 20, unique: ['link'] }
    for (let seed = 1; seed <= 20; seed++) {
      const posts = makePosts(seed, 150).sort((a, b) => a.sortAt - b.sortAt || a.id - b.id)
      const before = idsOf(rankFeed(posts.slice(0, 100), ordering, now).posts)
      const after = new Set(idsOf(rankFeed(posts, ordering, now).posts))
      assert.deepEqual(
        before.filter((id) => !after.has(id)),
        [],
      )
    }
  })

  it('decides about one post as about all', () => {
    const rules = { perAuthor: { atMost: 2, withinHours: 1 }, gapMinutes: 10 }
    const random = createRandom(9)
    const times = Array.from({ length: 300 }, () => random(1000) * minute)
    const kept: number[] = []
    for (const at of times) if (fitsBeside(at, kept, rules)) kept.push(at)
    assert.deepEqual(
      thinOut(
        times.map((at) => ({ did: 'a', at })),
        rules,
      ).map(({ at }) => at),
      kept,
    )
  })

  it('knows the same page under its addresses', () => {
    const key = (link: string) => sameKeys(['link'], { links: [link] })[0]
    const same = [
      'https://example.org/a?x=1&y=2',
      'http://www.example.org/a/?y=2&x=1#top',
      'https://example.org/a?utm_source=b&x=1&y=2',
    ]
    assert.equal(new Set(same.map(key)).size, 1)
    assert.notEqual(key('https://example.org/a?x=2&y=2'), key(same[0] ?? ''))
    assert.deepEqual(
      sameKeys(['link', 'quote'], { links: ['javascript:1', 'x', 'https://'.repeat(999)], quote: 'at://q' }),
      ['quote:at://q'],
    )
    assert.deepEqual(sameKeys(undefined, { links: ['https://example.org'], quote: 'at://q' }), [])
  })
})

describe('pinned posts', () => {
  it('are on top and not below', () => {
    const posts = makePosts(5, 20)
    const pinned = ['at://7', 'at://elsewhere', 'at://3']
    const ranked = rankFeed(posts, { pinned }, now)
    assert.deepEqual(ranked.pinned, pinned)
    assert.equal(ranked.posts.length, 18)
    assert.ok(ranked.posts.every(({ uri }) => !pinned.includes(uri)))
  })

  it('and all others come once, however many carried them on', () => {
    const [first] = makePosts(5, 1)
    const twice = [
      { ...first, id: 1 },
      { ...first, id: 2, by: 'did:other' },
    ] as FeedPost[]
    assert.deepEqual(idsOf(rankFeed(twice, {}, now).posts), [2])
  })
})

/** Looks at every pair and every window, as slowly as it is sure. */
function findBreach(posts: FeedPost[], { perAuthor, gapMinutes, unique }: Ordering): string | undefined {
  for (const [index, post] of posts.entries()) {
    for (const other of posts.slice(index + 1)) {
      if (post.uri === other.uri) continue
      if (unique?.includes('quote') && post.quote && post.quote === other.quote) return 'quote'
      if (unique?.includes('link') && post.links?.[0] && post.links[0] === other.links?.[0]) return 'link'
      if (gapMinutes && post.by === other.by && Math.abs(post.sortAt - other.sortAt) < gapMinutes * minute) return 'gap'
    }
    if (perAuthor === undefined) continue
    const span = perAuthor.withinHours * hour
    const inside = posts.filter(
      ({ by, sortAt }) => by === post.by && sortAt >= post.sortAt && sortAt < post.sortAt + span,
    )
    if (inside.length > perAuthor.atMost) return 'perAuthor'
  }
  return undefined
}
