import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBoxPreferences } from './box-preferences.ts'

const start = parseBoxPreferences(undefined)

test('whatever lies there, every value is one of ours', () => {
  for (const value of [null, 7, 'x', [], {}, { theme: 'neon', accent: 3, reads: 'en', writes: null, isStill: 'yes' }]) {
    assert.deepEqual(parseBoxPreferences(value), start)
  }
})

test('what is right is kept beside what is wrong', () => {
  const value = parseBoxPreferences({
    theme: 'dark',
    accent: 'moss',
    reads: ['en', 'xx'],
    writes: ['de', 'de', 'en', 'fr', 'it'],
  })
  assert.deepEqual(value, { ...start, theme: 'dark', accent: 'moss', reads: ['en'], writes: ['de', 'en', 'fr'] })
})
