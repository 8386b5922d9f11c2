import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBuilderFields } from './builder-draft.ts'
import { checkBuilder } from './check-builder.ts'
import { previewDraft, type WindowCandidate } from './preview-draft.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
let id = 0

function write(text: string, more: Partial<WindowCandidate> = {}): WindowCandidate {
  id++
  const tags = [...text.matchAll(/#(\w+)/g)].map(([, tag = '']) => tag)
  const times = { createdAt: now - id * 1000, indexedAt: now - id * 1000 }
  const counts = { likes: 0, reposts: 0, replies: 0, quotes: 0 }
  return {
    id,
    uri: `at://did:plc:a/app.bsky.feed.post/${id}`,
    did: 'did:plc:a',
    text,
    tags,
    langs: ['en'],
    ...times,
    ...counts,
    ...more,
  }
}

function preview(fields: [string, string][], posts: WindowCandidate[]) {
  const { definition, places, errors } = checkBuilder(readBuilderFields(fields), {
    references: new Map(),
    lists: [],
    isLook: true,
  })
  assert.ok(definition, JSON.stringify([...errors]))
  const result = previewDraft(posts, 10, { definition, places, members: new Map(), lookups: { now: () => now } })
  const tell = (list: typeof result.shown) =>
    list.map(({ post, why }) => [post.text, ...why.map(({ number, text }) => `${number} ${text}`)])
  return { kept: result.kept.length, shown: tell(result.shown), near: tell(result.near) }
}

test('each post comes with the source and the filters that take it, by the numbers of the form', () => {
  const fields: [string, string][] = [
    ['sources.0.type', 'domains'],
    ['sources.1.type', 'hashtags'],
    ['sources.1.tags', 'train'],
    ['filters.0.type', 'languages'],
    ['filters.0.languages', 'en de'],
    ['filters.1.type', 'any'],
    ['filters.1.of.0.type', 'keywords'],
    ['filters.1.of.1.type', 'keywords'],
    ['filters.1.of.1.words', 'sleeper'],
    ['filters.2.type', 'kinds'],
    ['filters.2.mode', 'none'],
    ['filters.2.kinds[]', 'reply'],
  ]
  const reply = { root: 'at://x/app.bsky.feed.post/1', parent: 'at://x/app.bsky.feed.post/1' }
  const result = preview(fields, [
    write('a sleeper #train'),
    write('a couchette #train'),
    write('a sleeper'),
    write('un sleeper #train', { langs: ['fr'] }),
    write('a sleeper too #train', { reply }),
    write('nothing #train', { langs: ['fr'] }),
  ])
  assert.equal(result.kept, 1)
  // What is blank is passed over, and still counts in the numbers.
  assert.deepEqual(result.shown, [
    ['a sleeper #train', 'Source 2 It has #train.', '1 It is in en.', '2.2 It says “sleeper”.'],
  ])
  assert.deepEqual(result.near, [
    ['a couchette #train', '2 It does not say the word.'],
    ['un sleeper #train', '1 It is in fr.'],
    ['a sleeper too #train', '3 It is a reply.'],
  ])
})

test('any as the root of the tree is one filter, and its parts keep their numbers', () => {
  const fields: [string, string][] = [
    ['sources.0.type', 'network'],
    ['root', 'any'],
    ['filters.0.type', 'hashtags'],
    ['filters.0.tags', 'one'],
    ['filters.1.type', 'keywords'],
    ['filters.1.words', 'two'],
  ]
  const result = preview(fields, [write('#one'), write('two'), write('three')])
  assert.deepEqual(result.shown, [
    ['#one', 'Source 1 It is on the network.', '1 It has #one.'],
    ['two', 'Source 1 It is on the network.', '2 It says “two”.'],
  ])
  assert.deepEqual(result.near, [], 'of the whole network everything would be near')
})

test('it is in the order of the feed, and thinned as the feed is', () => {
  const fields: [string, string][] = [
    ['sources.0.type', 'hashtags'],
    ['sources.0.tags', 'train'],
    ['order.by', 'mostLiked'],
    ['order.withinHours', '24'],
    ['perAuthor.atMost', '1'],
    ['perAuthor.withinHours', '24'],
  ]
  const result = preview(fields, [
    write('one #train'),
    write('two #train', { likes: 5 }),
    write('three #train', { likes: 3, did: 'did:plc:b' }),
  ])
  assert.equal(result.kept, 3)
  assert.deepEqual(
    result.shown.map(([text]) => text),
    ['two #train', 'three #train'],
  )
})
