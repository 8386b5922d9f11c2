import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PostQuery, QueryLists } from '#types/post-query.ts'
import { emptyQuery, formatQuery, hasFilters, parseQuery, readQuery } from './post-query.ts'

type Wanted = Partial<Omit<PostQuery, 'only' | 'not'>> & { only?: Partial<QueryLists>; not?: Partial<QueryLists> }

function query({ only, not, ...rest }: Wanted): PostQuery {
  const empty = emptyQuery()
  return { ...empty, ...rest, only: { ...empty.only, ...only }, not: { ...empty.not, ...not } }
}

const post = 'at://did:plc:abc/app.bsky.feed.post/3k2a'
const shorthand: [name: string, typed: string, wanted: Wanted, written?: string][] = [
  ['nothing', '', {}],
  ['blanks', ' \t\n ', {}, ''],
  ['words', 'night  trains', { words: 'night trains' }, 'night trains'],
  ['a phrase', '"night trains" -"final episode" -sale', { words: '"night trains" -"final episode" -sale' }],
  ['curly quotes', '“night trains”', { words: '"night trains"' }, '"night trains"'],
  ['a quote that is not closed', 'a "night trains', { words: 'a "night trains"' }, 'a "night trains"'],
  ['an empty phrase', 'a "" -" "', { words: 'a' }, 'a'],
  ['an operator in a phrase', '"from:ines.test"', { words: '"from:ines.test"' }],
  [
    'people',
    'from:@Ines.test author:did:plc:ABC to:omar.test mentions:me boats',
    { words: 'boats', only: { author: ['ines.test', 'did:plc:ABC'], mentions: ['omar.test', 'me'] } },
    'boats from:ines.test from:did:plc:ABC mentions:omar.test mentions:me',
  ],
  [
    'what to leave out',
    '-from:ines.test -#sale -lang:EN -domain:example.com clay',
    { words: 'clay', not: { author: ['ines.test'], tag: ['sale'], lang: ['en'], domain: ['example.com'] } },
    'clay -from:ines.test -domain:example.com -#sale -lang:en',
  ],
  [
    'hashtags',
    '#NightTrains #日本, #a_1',
    { only: { tag: ['NightTrains', '日本', 'a_1'] } },
    '#NightTrains #日本 #a_1',
  ],
  ['what is no hashtag', '# #1 ## #a#b', { words: '# #1 ## #a#b' }],
  [
    'links',
    'domain:https://WWW.example.com/x url:example.com/a?b=1',
    { only: { domain: ['www.example.com'], url: ['https://example.com/a?b=1'] } },
    'domain:www.example.com url:https://example.com/a?b=1',
  ],
  ['days', 'since:2026-01-01 until:2028-02-29', { since: '2026-01-01', until: '2028-02-29' }],
  [
    'times',
    'since:2026-01-01T10:00:00+02:00 until:2026-02-28',
    { since: '2026-01-01T08:00:00.000Z', until: '2026-02-28' },
    'since:2026-01-01T08:00:00.000Z until:2026-02-28',
  ],
  ['the later of two', 'since:2026-01-01 since:2026-01-02', { since: '2026-01-02' }, 'since:2026-01-02'],
  ['twice the same', 'from:a.test from:a.test #b #b', { only: { author: ['a.test'], tag: ['b'] } }, 'from:a.test #b'],
  [
    'kinds',
    'replies:none media:true video:true following:true',
    { replies: 'none', media: true, video: true, following: true },
  ],
  [
    'posts by their link',
    `quotes:https://bsky.app/profile/ines.test/post/3k2a thread:${post} parent:${post}`,
    { only: { quotes: ['at://ines.test/app.bsky.feed.post/3k2a'] }, thread: post, parent: post },
    `quotes:at://ines.test/app.bsky.feed.post/3k2a thread:${post} parent:${post}`,
  ],
  ['capitals', 'FROM:ines.test Lang:pt', { only: { author: ['ines.test'], lang: ['pt'] } }, 'from:ines.test lang:pt'],
  [
    'operators nobody knows',
    'filter:x constructor:y __proto__:z re:invent',
    { words: 'filter:x constructor:y __proto__:z re:invent' },
  ],
  ['operators without a value', 'from: #a lang:', { words: 'from: lang:', only: { tag: ['a'] } }, 'from: lang: #a'],
  [
    'values that are none',
    'media:yes replies:some -since:2026-01-01',
    { words: 'media:yes replies:some -since:2026-01-01' },
  ],
  ['an address', 'https://example.com/from:x', { words: 'https://example.com/from:x' }],
  ['controls and halves', 'a\u0000b \ud800', { words: 'a b \ufffd' }, 'a b \ufffd'],
]

for (const [name, typed, wanted, written = typed] of shorthand) {
  test(`shorthand: ${name}`, () => {
    const parsed = parseQuery(typed)
    assert.deepEqual(parsed.query, query(wanted))
    assert.equal(formatQuery(parsed.query), written)
    assert.deepEqual(parseQuery(written).query, parsed.query)
  })
}

const mistakes: [typed: string, field: string, kept: string][] = [
  ['since:yesterday', 'since', 'yesterday'],
  ['since:2026-02-30', 'since', '2026-02-30'],
  ['until:2026-13-01', 'until', '2026-13-01'],
  ['until:2026-1-1', 'until', '2026-1-1'],
  ['since:2026-01-01T25:00:00Z', 'since', '2026-01-01T25:00:00Z'],
  ['since:2026-03-01 until:2026-03-01', 'until', '2026-03-01'],
  ['from:ines', 'author', 'ines'],
  ['from:"the sea"', 'author', 'the sea'],
  ['from:a from:b', 'author', 'a b'],
  ['-from:..', 'excludeAuthor', '..'],
  ['to:do', 'mentions', 'do'],
  ['domain:localhost', 'domain', 'localhost'],
  ['url:javascript:alert(1)', 'url', 'javascript:alert(1)'],
  ['lang:norwegian', 'lang', 'norwegian'],
  ['tag:#', 'tag', '#'],
  [`#${'x'.repeat(65)}`, 'tag', `#${'x'.repeat(65)}`],
  ['thread:somewhere', 'thread', 'somewhere'],
]

for (const [typed, field, kept] of mistakes) {
  test(`says what is wrong with ${typed.slice(0, 40)}`, () => {
    const { problems } = parseQuery(`boats ${typed}`)
    assert.deepEqual(
      problems.map((problem) => [problem.field, problem.typed]),
      [[field, kept]],
    )
    assert.match(problems[0]?.sentence ?? '', /\.$/)
  })
}

test('takes ten of a kind, and what is endless', () => {
  const many = parseQuery(Array.from({ length: 30 }, (_, at) => `from:a${at}.test`).join(' '))
  assert.equal(many.query.only.author.length, 10)
  assert.equal(many.problems.length, 1)
  for (const long of ['"'.repeat(100_000), '#'.repeat(100_000), 'a:'.repeat(50_000), `#${'-'.repeat(100_000)}`]) {
    assert.ok(formatQuery(parseQuery(long).query).length <= 2100)
  }
})

test('reads the parameters of an address, those of bsky.app among them', () => {
  const params = new URLSearchParams({
    q: 'clay #kiln',
    author: 'ines.test, @omar.test',
    excludeTag: '#sale old',
    lang: 'pt',
    since: '2026-01-01',
    until: '',
    replies: 'only',
    media: 'true',
    url: 'https://example.com/a,b',
  })
  const { query: read, problems, hasFields } = readQuery(params)
  assert.deepEqual(problems, [])
  assert.ok(hasFields)
  assert.equal(
    formatQuery(read),
    'clay from:ines.test from:omar.test url:https://example.com/a,b #kiln lang:pt -#sale -#old since:2026-01-01 replies:only media:true',
  )
  assert.equal(readQuery(new URLSearchParams({ q: 'from:a.test', tab: 'user' })).hasFields, false)
  assert.equal(readQuery(new URLSearchParams({ q: 'x', since: 'soon' })).problems[0]?.typed, 'soon')
})

test('knows words from filters', () => {
  assert.equal(hasFilters(parseQuery('a "b" -c').query), false)
  for (const typed of ['#a', '-#a', 'since:2026-01-01', 'following:true', 'replies:none']) {
    assert.ok(hasFilters(parseQuery(typed).query), typed)
  }
})
