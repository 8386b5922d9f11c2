import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeProfile, checkProfileFields, readProfileState, toAddress } from './change-profile.ts'

const avatar = { $type: 'blob', ref: { $link: 'bafyone' } }
const record = { $type: 'app.bsky.actor.profile', displayName: ' Ines ', avatar, mood: { of: 'tea' } }

test('only what the form changes is changed', () => {
  const state = readProfileState(record)
  assert.deepEqual(state, { name: ' Ines ', bio: '', pronouns: '', website: '', avatar: 'bafyone', banner: '' })
  assert.equal(changeProfile(record, state, {}), record)
  const banner = { ref: { $link: 'bafytwo' } }
  assert.deepEqual(
    changeProfile(record, { ...state, name: '', bio: ' Hello ', avatar: '', banner: 'bafytwo' }, { banner }),
    {
      $type: record.$type,
      mood: record.mood,
      description: 'Hello',
      banner,
    },
  )
  assert.deepEqual(changeProfile(undefined, { ...readProfileState(undefined), name: 'A' }, {}), {
    $type: record.$type,
    displayName: 'A',
  })
})

test('a record of any shape can be shown', () => {
  const { name, avatar } = readProfileState({ displayName: 7, description: null, avatar: 'x', banner: [] })
  assert.deepEqual([name, avatar], ['', ''])
})

test('characters are counted as people count them', () => {
  const fields = readProfileState(undefined)
  assert.deepEqual(checkProfileFields({ ...fields, name: '👩‍👩‍👧‍👦'.repeat(64), pronouns: 'x'.repeat(20) }), {})
  assert.match(checkProfileFields({ ...fields, name: 'x'.repeat(65) }).name ?? '', /64 characters; this has 65/)
})

const addresses: [string, string | undefined][] = [
  ['example.org', 'https://example.org'],
  [' https://example.org/a?b=c ', 'https://example.org/a?b=c'],
  ['http://example.org:8080/', 'http://example.org:8080'],
  ['example.org:8080/x', 'https://example.org:8080/x'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['my site', undefined],
  ['localhost', undefined],
]
for (const [typed, address] of addresses) test(`address ${typed}`, () => assert.equal(toAddress(typed), address))
