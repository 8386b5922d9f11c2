// Post views → posts: rules, the viewer's own acts, and views that are broken on purpose.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileMutedWords } from './compile-muted-words.ts'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toPost } from './to-post.ts'

const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const uri = `at://${did}/app.bsky.feed.post/3kaaaaaaaaaaa`
const recall = () => undefined

function lensOf(part: Partial<Lens> = {}): Lens {
  const rules = publicModeration()
  const moderation = { ...rules.moderation, userDid: part.viewerDid }
  return { viewerDid: undefined, acts: { recall }, ...rules, moderation, ...part }
}

function viewOf(part: Record<string, unknown> = {}, record: Record<string, unknown> = {}) {
  return {
    uri,
    cid: 'bafyreia',
    author: { did, handle: 'ana.example.net', displayName: 'Ana' },
    record: { $type: 'app.bsky.feed.post', text: 'Hello', createdAt: '2026-01-02T03:04:05.000Z', ...record },
    indexedAt: '2026-01-02T03:04:06.000Z',
    likeCount: 4,
    ...part,
  }
}

function read(view: unknown, lens = lensOf(), place?: 'focus') {
  const post = toPost(view, lens, place)
  assert.equal(post.kind, 'post', JSON.stringify(post))
  return post as Extract<typeof post, { kind: 'post' }>
}

test('reads a post', () => {
  const post = read(viewOf({}, { langs: ['en-a1', 'pt-BR', 'not a language', 7] }))
  assert.equal(post.href, '/profile/ana.example.net/post/3kaaaaaaaaaaa')
  assert.deepEqual(post.segments, [{ kind: 'text', text: 'Hello' }])
  assert.deepEqual(post.langs, ['pt-BR'])
  assert.equal(post.counts.likes, 4)
})

test('an invalid handle is replaced by the DID', () => {
  const post = read(viewOf({ author: { did, handle: 'handle.invalid' } }))
  assert.deepEqual([post.author.name, post.author.href], [did, `/profile/${did}`])
})

test('a name cannot turn the line around or climb out of it', () => {
  const displayName = `\u202eevil\u202c e${'\u0301'.repeat(80)} \n\n x`
  const { name } = read(viewOf({ author: { did, handle: 'ana.example.net', displayName } })).author
  assert.equal(name, `evil e${'\u0301'.repeat(4)} x`)
})

const times: [string, unknown, string, string][] = [
  ['a time in the future', '2999-01-01T00:00:00Z', '2026-01-02T03:04:06.000Z', '2026-01-02T03:04:06.000Z'],
  ['no time', 'yesterday', '2026-01-02T03:04:06.000Z', '2026-01-02T03:04:06.000Z'],
  ['a number', 5, '2026-01-02T03:04:06.000Z', '2026-01-02T03:04:06.000Z'],
  ['an old time', '2020-01-01T00:00:00Z', '2026-01-02T03:04:06.000Z', '2020-01-01T00:00:00.000Z'],
  ['no times at all', undefined, 'never', '1970-01-01T00:00:00.000Z'],
]
for (const [name, createdAt, indexedAt, expected] of times) {
  test(`shows ${name} as ${expected}`, () => {
    assert.equal(read(viewOf({ indexedAt }, { createdAt })).createdAt, expected)
  })
}

const sizes: [string, boolean][] = [
  ['🌊', true],
  ['👩🏽‍🚀 🇳🇴\n❤️', true],
  ['🌊'.repeat(9), false],
  ['🌊!', false],
  ['7', false],
  ['', false],
]
for (const [text, isLarge] of sizes) {
  test(`${JSON.stringify(text)} is ${isLarge ? '' : 'not '}large`, () => {
    assert.equal(read(viewOf({}, { text })).isLarge, isLarge)
  })
}

const broken: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['text', 'post'],
  ['an empty object', {}],
  ['no author', viewOf({ author: undefined })],
  ['an author without a name', viewOf({ author: {} })],
  ['no record', viewOf({ record: null })],
  ['a record without text', viewOf({}, { text: 5 })],
  ['labels that are none', viewOf({ labels: [null] })],
]
for (const [name, view] of broken) {
  test(`puts a tombstone in the place of ${name}`, () => {
    const post = toPost(view, lensOf())
    assert.deepEqual([post.kind, post.kind === 'gone' && post.reason], ['gone', 'broken'])
  })
}

const author = (viewer: object) => ({ did, handle: 'ana.example.net', viewer })
const tombstones: [string, unknown, string][] = [
  ['not found', { uri, notFound: true }, 'not-found'],
  ['detached', { uri, detached: true }, 'detached'],
  ['blocked by me', { uri, blocked: true, author: author({ blocking: 'at://x' }) }, 'blocked'],
  ['blocking me', { uri, blocked: true, author: author({ blockedBy: true }) }, 'blocked-by'],
  ['blocked by another', { uri, blocked: true, author: { did } }, 'block-other'],
  ['a view of somebody I block', viewOf({ author: author({ blocking: 'at://x' }) }), 'blocked'],
]
for (const [name, view, reason] of tombstones) {
  test(`says why a post is not here: ${name}`, () => {
    assert.deepEqual(toPost(view, lensOf({ viewerDid: me })), { kind: 'gone', uri, reason })
  })
}

const label = (val: string, src = did) => ({ src, uri: did, val, cts: '2026-01-01T00:00:00Z' })

test('!no-unauthenticated hides a post from people who are signed out, and from nobody else', () => {
  const view = viewOf({ author: { did, handle: 'ana.example.net', labels: [label('!no-unauthenticated')] } })
  assert.deepEqual(toPost(view, lensOf()), { kind: 'gone', uri, reason: 'signed-in-only' })
  assert.equal(toPost(view, lensOf({ viewerDid: me })).kind, 'post')
})

test('a label on media veils the media and not the text', () => {
  const embed = { $type: 'app.bsky.embed.images#view', images: [{ thumb: 'https://cdn.example/t', alt: '' }] }
  const post = read(viewOf({ embed, labels: [label('porn')] }), lensOf(), 'focus')
  const [pictures] = post.embeds
  assert.equal(post.veil, undefined)
  assert.deepEqual(pictures?.kind === 'pictures' && pictures.veil, {
    title: 'Adult content',
    by: 'Labelled by the author',
    isLocked: true,
  })
  assert.equal(post.isFiltered, true)
})

test('a muted word filters in lists and says itself behind a veil', () => {
  const word = { id: '1', value: 'hello', targets: ['content'], actorTarget: 'all' }
  const post = read(viewOf(), lensOf({ viewerDid: me, mutedWords: compileMutedWords([word]) }))
  assert.equal(post.isFiltered, true)
  assert.match(post.veil?.title ?? '', /“hello”/)
})

test('what the viewer just did counts before the AppView knows, and not twice', () => {
  const lens = (record: string | null) => lensOf({ viewerDid: me, acts: { recall: () => record } })
  const acts = (kinds: string[], record: string | null) =>
    lensOf({ viewerDid: me, acts: { recall: (kind) => (kinds.includes(kind) ? record : undefined) } })
  assert.equal(read(viewOf(), acts(['like'], 'at://like')).counts.likes, 5)
  assert.equal(read(viewOf({ viewer: { like: 'at://like' } }), acts(['like'], 'at://like')).counts.likes, 4)
  const undone = read(viewOf({ viewer: { like: 'at://like' } }), acts(['like'], null))
  assert.deepEqual([undone.counts.likes, undone.viewer.isLiked], [3, false])
  assert.deepEqual(toPost(viewOf(), lens(null)), { kind: 'gone', uri, reason: 'not-found' }, 'a deleted post')
})

test('a quote inside a quote is left out', () => {
  const inner = { $type: 'app.bsky.embed.record#viewNotFound', uri, notFound: true }
  const quoted = {
    $type: 'app.bsky.embed.record#viewRecord',
    ...{ uri, cid: 'bafy', indexedAt: '2026-01-02T03:04:06.000Z', author: { did, handle: 'ana.example.net' } },
    value: { $type: 'app.bsky.feed.post', text: 'Inside', createdAt: '2026-01-02T03:04:05.000Z' },
    embeds: [{ $type: 'app.bsky.embed.record#view', record: inner }],
  }
  const post = read(viewOf({ embed: { $type: 'app.bsky.embed.record#view', record: quoted } }))
  const [quote] = post.embeds
  assert.equal(quote?.kind === 'quote' && quote.post.kind === 'post' && quote.post.embeds.length, 0)
})
