import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { nameKey, seal, unseal } from './seal.ts'

const key = nameKey(randomBytes(32))
const place = 'credentials oauth did:plc:a'

test('opens what it sealed, and never seals alike', () => {
  const first = seal(key, place, { token: 'secret-token' })
  assert.deepEqual(unseal(key, place, first), { token: 'secret-token' })
  assert.notEqual(first, seal(key, place, { token: 'secret-token' }))
  assert.ok(!Buffer.from(first.split('.')[3] ?? '', 'base64url').includes('secret-token'))
})

test('does not open for another row, with another key, or changed', () => {
  const sealed = seal(key, place, 'x')
  assert.throws(() => unseal(key, 'credentials oauth did:plc:b', sealed))
  assert.throws(() => unseal(key, 'credentials password did:plc:a', sealed))
  assert.throws(() => unseal(nameKey(randomBytes(32)), place, sealed))
  const parts = sealed.split('.')
  const body = Buffer.from(parts[3] ?? '', 'base64url')
  for (let at = 0; at < body.length; at += 1) {
    const changed = Buffer.from(body)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.throws(() => unseal(key, place, [...parts.slice(0, 3), changed.toString('base64url')].join('.')))
  }
})

test('refuses what is not sealed at all', () => {
  for (const garbage of ['', 'v1', 'v2.a.b.c', `v1.${key.id}..`, `v1.${key.id}.AAAA.AAAA`]) {
    assert.throws(() => unseal(key, place, garbage))
  }
})
