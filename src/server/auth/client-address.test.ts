import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress } from './client-address.ts'

test('believes a proxy, and only what it added', () => {
  for (const proxy of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.2', '192.168.1.9', '172.20.0.3', 'fd00::1']) {
    assert.equal(clientAddress(proxy, '6.6.6.6, 203.0.113.7'), '203.0.113.7', proxy)
    assert.equal(clientAddress(proxy, null), proxy)
    assert.equal(clientAddress(proxy, ''), proxy)
  }
})

test('counts an IPv6 network as one', () => {
  for (const address of ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::7', '2001:db8:1:2:0:8::']) {
    assert.equal(clientAddress(address, null), '2001:db8:1:2', address)
    assert.equal(clientAddress('127.0.0.1', address), '2001:db8:1:2', address)
  }
  assert.equal(clientAddress('2001:db8::a:b:c:d', null), clientAddress('2001:db8::1:2:3:4', null))
})
