import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { nameKey } from '../auth/seal.ts'
import { openTarget, parsePushTarget, sealTarget } from './push-target.ts'

const pair = createECDH('prime256v1')
pair.generateKeys()
const fine = {
  endpoint: 'https://push.example/send/abc',
  p256dh: pair.getPublicKey('base64url'),
  auth: randomBytes(16).toString('base64url'),
}
const offTheCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url')

const refused: { name: string; given: unknown }[] = [
  { name: 'nothing', given: undefined },
  { name: 'a plain address', given: { ...fine, endpoint: 'http://push.example/send' } },
  { name: 'a script', given: { ...fine, endpoint: 'javascript:alert(1)' } },
  { name: 'a password in the address', given: { ...fine, endpoint: 'https://a:b@push.example/' } },
  { name: 'an endless address', given: { ...fine, endpoint: `https://push.example/${'x'.repeat(3000)}` } },
  { name: 'a key that is no point', given: { ...fine, p256dh: offTheCurve } },
  { name: 'a compressed key', given: { ...fine, p256dh: pair.getPublicKey('base64url', 'compressed') } },
  { name: 'a short secret', given: { ...fine, auth: 'AAAA' } },
  { name: 'other types', given: { endpoint: 1, p256dh: [], auth: null } },
]
for (const { name, given } of refused) {
  test(`${name} is refused`, () => assert.throws(() => parsePushTarget(given, false), { status: 400 }))
}

test('what a browser says is taken, and plain addresses on this machine where they are allowed', () => {
  assert.deepEqual(parsePushTarget({ ...fine, expirationTime: null }, false), fine)
  assert.equal(parsePushTarget({ ...fine, endpoint: 'http://127.0.0.1:9/x' }, true).endpoint, 'http://127.0.0.1:9/x')
})

test('sealed, it says nothing of the browser; opened, it is the same', () => {
  const key = nameKey(randomBytes(32))
  const row = sealTarget(key, fine)
  assert.ok(!JSON.stringify(row).includes('push.example'))
  assert.deepEqual(openTarget(key, row), fine)
  assert.throws(() => openTarget(nameKey(randomBytes(32)), row))
  assert.throws(() => openTarget(key, { ...row, endpointHash: 'another' }))
})
