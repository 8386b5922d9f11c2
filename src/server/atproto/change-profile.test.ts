import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeProfile, checkProfileFields, readProfileFields, toAddress } from './change-profile.ts'

const none = { avatar: undefined, banner: undefined }
const record = { $type: 'app.bsky.actor.profile', displayName: ' Ines ', avatar: { ref: 1 }, mood: { of: 'tea' } }

test('only what the form changes is changed', () => {
  const fields = readProfileFields(record, 'cid')
  assert.deepEqual(fields, { name: ' Ines ', bio: '', pronouns: '', website: '', swap: 'cid' })
  assert.deepEqual(changeProfile(record, fields, none), record)
  assert.deepEqual(
    changeProfile(record, { ...fields, name: '', bio: ' Hello ' }, { avatar: null, banner: { ref: 2 } }),
    {
      $type: record.$type,
      mood: record.mood,
      description: 'Hello',
      banner: { ref: 2 },
    },
  )
  assert.deepEqual(changeProfile(undefined, { ...readProfileFields(undefined, undefined), name: 'A' }, none), {
    $type: record.$type,
    displayName: 'A',
  })
})

test('a record of any shape can be shown', () => {
  assert.equal(readProfileFields({ displayName: 7, description: null }, undefined).name, '')
})

test('characters are counted as people count them', () => {
  const fields = readProfileFields(undefined, undefined)
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
