// Changing one preference leaves every other as it was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePreference } from './update-preferences.ts'

const kind = 'app.bsky.actor.defs#hiddenPostsPref'
const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
const setItems = (preference: Record<string, unknown>) => ({ ...preference, items: ['x'] })

test('changes one preference in its place and keeps what it does not know', () => {
  const hidden = { $type: kind, items: [], note: 1 }
  assert.deepEqual(changePreference([teapot, hidden, teapot], kind, setItems), [
    teapot,
    { ...hidden, items: ['x'] },
    teapot,
  ])
  assert.deepEqual(changePreference([hidden, teapot, hidden], kind, setItems), [
    hidden,
    teapot,
    { ...hidden, items: ['x'] },
  ])
  assert.deepEqual(changePreference([teapot], kind, setItems), [teapot, { $type: kind, items: ['x'] }])
})

test('gives back the same array when nothing changes', () => {
  const preferences = [teapot]
  assert.equal(
    changePreference(preferences, kind, (preference) => preference),
    preferences,
  )
})
