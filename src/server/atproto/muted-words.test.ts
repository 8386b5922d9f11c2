// Muted words as they may lie among preferences, and what forms make of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { muteWords, readMutedWords, splitWords, unmuteWords } from './muted-words.ts'

const $type = 'app.bsky.actor.defs#mutedWordsPref'
const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
const rules = { place: 'everywhere', sparesFollowed: false, expiresAt: undefined } as const
const old = { value: 'kiln', targets: ['content'] }
const odd = { id: 'x', colour: 'red' }
const kept = { $type, items: [odd, old, { id: 'b', value: 'Spoiler', targets: ['tag'], shape: 'round' }], note: 1 }
const ids = () => {
  let at = 0
  return () => `new-${++at}`
}

test('a text is words, one a line, each once, without # and what cannot be seen', () => {
  assert.deepEqual(splitWords(' #Trains \r\ntrains\n\nnight train\n\u200bx'), ['Trains', 'night train', 'x'])
  assert.throws(() => splitWords('é'.repeat(1001)), /1000 characters/)
})

test('mutes words, gives those that are muted new rules, and keeps what it does not know', () => {
  const expiresAt = '2027-01-01T00:00:00.000Z'
  const after = muteWords(
    [teapot, kept],
    ['spoiler', 'moth'],
    { place: 'everywhere', sparesFollowed: true, expiresAt },
    ids(),
  )
  const fields = { targets: ['content', 'tag'], actorTarget: 'exclude-following', expiresAt }
  assert.deepEqual(after, [
    teapot,
    {
      ...kept,
      items: [
        odd,
        old,
        { id: 'b', value: 'Spoiler', shape: 'round', ...fields },
        { id: 'new-1', value: 'moth', ...fields },
      ],
    },
  ])
  const [, entry] = muteWords(after, ['spoiler'], rules, ids())
  assert.ok(Array.isArray(entry?.items))
  assert.deepEqual(entry.items[2], {
    id: 'b',
    value: 'Spoiler',
    shape: 'round',
    targets: ['content', 'tag'],
    actorTarget: 'all',
  })
  assert.throws(
    () =>
      muteWords(
        [],
        Array.from({ length: 2001 }, (_, at) => `w${at}`),
        rules,
        ids(),
      ),
    /No more than 2000/,
  )
})

test('reads what there is, newest first, and lets go by key, also of what has no id', () => {
  const words = readMutedWords([kept], Date.parse('2026-01-01'))
  assert.deepEqual(
    words.map(({ key, value, place }) => [key, value, place]),
    [
      ['b', 'Spoiler', 'hashtags'],
      ['word kiln', 'kiln', 'everywhere'],
    ],
  )
  const [entry] = unmuteWords([kept], ({ key }) => key === 'word kiln')
  assert.deepEqual(entry, { ...kept, items: [odd, kept.items[2]] })
  const all = [kept]
  assert.equal(
    unmuteWords(all, () => false),
    all,
  )
  assert.deepEqual(readMutedWords([{ $type, items: 'x' }], 0), [])
})
