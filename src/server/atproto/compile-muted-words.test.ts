// Our matcher beside the library's: the same inputs, the same matches, but for tokens with a slash.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AppBskyActorDefs, matchMuteWords } from '@atproto/api'
import { compileMutedWords } from './compile-muted-words.ts'
import type { Passage } from './list-passages.ts'

type MutedWord = AppBskyActorDefs.MutedWord
type Rest = Partial<Omit<Passage, 'text'>>

const mute = (value: string, part: Partial<MutedWord> = {}): MutedWord => {
  return { value, targets: ['content'], actorTarget: 'all', ...part }
}
const tagFacet = (tag: string) => {
  return { index: { byteStart: 0, byteEnd: 1 }, features: [{ $type: 'app.bsky.richtext.facet#tag' as const, tag }] }
}
const actor = (following?: string) => ({
  $type: 'app.bsky.actor.defs#profileViewBasic' as const,
  did: 'did:plc:abcdefghijklmnopqrstuvwx',
  handle: 'ana.example.net',
  viewer: following ? { following: `at://${following}` as const } : {},
})

function compare(mutedWords: MutedWord[], passage: Passage) {
  const theirs = matchMuteWords({ mutedWords, ...passage })
  assert.deepEqual(compileMutedWords(mutedWords).matchPassage(passage), theirs, JSON.stringify([mutedWords, passage]))
  return theirs !== undefined
}

const cases: [string, boolean, string, string, Rest?, Partial<MutedWord>?][] = [
  ['a word', true, 'spoiler', 'here is a SPOILER for you'],
  ['another case', true, 'SpOiLeR', 'here is a spoiler'],
  ['a part of a word', false, 'spoil', 'here is a spoiler'],
  ['a letter that grows when lower', true, 'İ', 'at İ now'],
  ['one character anywhere', true, '希', '改善希望です'],
  ['an emoji that is two units long', false, '🐸', 'a🐸b'],
  ['a word in Japanese', true, '希望', '改善希望です', { languages: ['ja'] }],
  ['a word in a second language', false, '希望', '改善希望です', { languages: ['en', 'ja'] }],
  ['a language with a region', false, '希望', '改善希望です', { languages: ['ja-JP'] }],
  ['an empty word in Thai', true, '', 'ไทย', { languages: ['th'] }],
  ['an empty word', false, '', 'some text'],
  ['an empty word and an empty text', true, '', ''],
  ['an empty word and a space at the end', true, '', 'some text '],
  ['the whole text', true, 'one two', 'One two'],
  ['a phrase', true, 'stop worrying', 'how I learned to stop worrying about it'],
  ['a phrase over two lines', false, 'stop worrying', 'stop\nworrying'],
  ['a phrase inside words', true, 'p worry', 'stop worrying'],
  ['a phrase with punctuation', true, 'hey, you', 'I said hey, you there'],
  ['outer punctuation', true, 'yay', '“yay!”'],
  ['muted with its punctuation', true, 'yay!', 'oh yay!!'],
  ['muted with more punctuation', false, 'yay!!!', 'oh yay!'],
  ['a symbol is no punctuation', false, 'yay', 'yay$ +yay'],
  ['inner punctuation', true, 's@ssy', 'so s@ssy'],
  ['an apostrophe left out', true, 'bluesky', "blue'sky"],
  ['a hyphen as a space', true, 'super bad', 'it is super-bad'],
  ['a hyphen as nothing', true, 'superbad', 'it is super-bad'],
  ['one side of a hyphen', true, 'bad', 'it is super-bad'],
  ['a hyphened word muted', false, 'super-bad', 'it is super bad'],
  ['underscores', true, 'my', 'in_my_way'],
  ['dots and parentheses', true, 'opinion', 'idk(opinion)...or.not'],
  ['parts across punctuation', false, 'inmy', 'in_my_way'],
  ['only punctuation, empty word', true, '', 'well ... yes'],
  ['words joined by a slash', false, 'andor', 'Tomatoes and/or potatoes'],
  ['one side of a slash', false, 'tomatoes', 'and/tomatoes'],
  ['the token with its slash', true, 'and/or', 'this and/or that'],
  ['a slash at the edge', true, 'tomatoes', 'oh /tomatoes/'],
  ['a token before the slash', true, 'oh', 'oh and/or'],
  ['a tag of the record', true, 'Art', 'nothing', { outlineTags: ['aRT'] }],
  ['a tag in the text', true, 'art', 'nothing', { facets: [tagFacet('ART')] }],
  ['a tag, muted as a tag', true, 'art', 'nothing', { facets: [tagFacet('art')] }, { targets: ['tag'] }],
  ['a word, muted as a tag', false, 'art', 'some art', {}, { targets: ['tag'] }],
  ['a facet that is no tag', false, 'art', 'no', { facets: [{ ...tagFacet('art'), features: [{ $type: 'a.b.c' }] }] }],
  ['an expired word', false, 'art', 'some art', {}, { expiresAt: '2020-01-01T00:00:00.000Z' }],
  ['a word that will expire', true, 'art', 'some art', {}, { expiresAt: '2999-01-01T00:00:00.000Z' }],
  ['somebody followed', false, 'art', 'art', { actor: actor('me') }, { actorTarget: 'exclude-following' }],
  ['somebody not followed', true, 'art', 'art', { actor: actor() }, { actorTarget: 'exclude-following' }],
  ['followed, muted for all', true, 'art', 'art', { actor: actor('me') }],
]
for (const [name, expected, value, text, rest, part] of cases) {
  test(`as the library: ${name}`, () => {
    assert.equal(compare([mute(value, part)], { text, ...rest }), expected)
  })
}

test('names every word that matches, in their order, with what matched', () => {
  const words = ['bad', 'none', 'Super-bad', 'super bad', 'bad', 'x'].map((value) => mute(value))
  assert.equal(compare(words, { text: 'x, super-bad bad', outlineTags: ['bad'] }), true)
})

/** Numbers below `below`, the same in every run (Numerical Recipes' generator). */
function createRandom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const pieces = ['a', 'B', 'ab', 'İ', 'ß', 'é', '希', '望', '🐸', '-', '_', '.', '’', '—', '(', '"', '@', '#', '$', ' ']
const breaks = [' ', ' ', '\n', '\u00a0', '\u200b']
const langs = ['en', 'ja', 'zh', 'ko', 'th', 'vi', 'zh-TW']

test('as the library in 20,000 generated texts', () => {
  const random = createRandom(11)
  const make = (most: number, from: string[]) => Array.from({ length: random(most) }, () => from[random(from.length)])
  let matched = 0
  for (let round = 0; round < 20_000; round++) {
    const words = Array.from({ length: 1 + random(6) }, () =>
      mute(make(5, pieces).join(''), {
        targets: random(4) ? ['content', 'tag'] : ['tag'],
        actorTarget: random(3) ? 'all' : 'exclude-following',
        ...(random(4) ? {} : { expiresAt: random(2) ? '2999-01-01T00:00:00.000Z' : '2020-01-01T00:00:00.000Z' }),
      }),
    )
    const matches = compare(words, {
      text: make(14, [...pieces, ...breaks]).join(''),
      languages: make(3, langs) as string[],
      outlineTags: random(5) ? [] : [make(3, pieces).join('')],
      facets: random(5) ? [] : [tagFacet(make(3, pieces).join(''))],
      actor: actor(random(2) ? 'me' : undefined),
    })
    if (matches) matched++
  }
  assert.ok(matched > 3000 && matched < 17_000, `${matched} matched`)
})

test('with slashes, what the library finds in the text or in any token by itself', () => {
  const random = createRandom(12)
  const make = (most: number, from: string[]) => Array.from({ length: random(most) }, () => from[random(from.length)])
  let better = 0
  for (let round = 0; round < 10_000; round++) {
    const mutedWords = Array.from({ length: 1 + random(6) }, () => mute(make(4, ['/', ...pieces]).join('')))
    const text = make(14, ['/', '/', ...pieces, ...breaks]).join('')
    const whole = matchMuteWords({ mutedWords, text }) ?? []
    const alone = text.split(/\s/).flatMap((token) => matchMuteWords({ mutedWords, text: token }) ?? [])
    const theirs = new Set([...whole, ...alone].map(({ word }) => word))
    const ours = (compileMutedWords(mutedWords).matchPassage({ text }) ?? []).map(({ word }) => word)
    assert.deepEqual(new Set(ours), theirs, JSON.stringify([mutedWords, text]))
    if (ours.length > whole.length) better++
  }
  assert.ok(better > 20, `${better} texts with more than the library finds`)
})

const slashes: [string, string][] = [
  ['spoilers', 'https://example.com/page has spoilers'],
  ['or', 'this and/that, or spoilers!'],
  ['twist', 'see example.com/a-long-page for the plot-twist'],
]
for (const [value, text] of slashes) {
  test(`right where the library is not: ${text}`, () => {
    const words = [mute(value)]
    assert.equal(compileMutedWords(words).matchPassage({ text })?.[0]?.word, words[0])
    assert.equal(matchMuteWords({ mutedWords: words, text }), undefined, 'the library is right by now: drop this')
  })
}
