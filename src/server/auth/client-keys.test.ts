import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeClientKey, readClientKeys, rotateClientKeys } from './client-keys.ts'

const day = 24 * 60 * 60 * 1000

test('a key signs for a year and is kept 180 days after it was succeeded', () => {
  const first = makeClientKey(0)
  assert.deepEqual(rotateClientKeys([first], 364 * day), [first])
  const succeeded = rotateClientKeys([first], 365 * day)
  assert.equal(succeeded.length, 2)
  assert.equal(succeeded[0]?.createdAt, 365 * day)
  assert.deepEqual(rotateClientKeys(succeeded, (365 + 179) * day), succeeded)
  assert.deepEqual(rotateClientKeys(succeeded, (365 + 180) * day), succeeded.slice(0, 1))
})

test('a box that was off for years keeps its last key until the new one is known', () => {
  const old = makeClientKey(0)
  const keys = rotateClientKeys([old], 2000 * day)
  assert.deepEqual([keys.length, keys[1]], [2, old])
})

test('keys are made once, kept private, and never replaced by accident', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-keys-'))
  try {
    const keys = readClientKeys(folder, 0)
    assert.deepEqual(readClientKeys(folder, day), keys)
    const file = join(folder, 'secrets', 'oauth-client-keys.json')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const rotated = readClientKeys(folder, 366 * day)
    assert.deepEqual(rotated[1], keys[0])
    assert.deepEqual(readClientKeys(folder, 366 * day), rotated)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    writeFileSync(file, '[]')
    assert.throws(() => readClientKeys(folder, 0))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
