import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { areNetworks, matchNetworks } from '../proxy-networks.ts'
import { believeProxy } from './believe-proxy.ts'

/** What is left of a header that was sent from `address`. */
function hear(networks: string, address: string): unknown {
  const request = { socket: { remoteAddress: address }, headers: { 'x-forwarded-for': '6.6.6.6, 198.51.100.7' } }
  believeProxy({ trustsProxy: matchNetworks(networks) }, request as unknown as IncomingMessage)
  return request.headers['x-forwarded-for']
}

const cases: { networks: string; believed: string[]; others: string[] }[] = [
  {
    networks: 'private',
    believed: ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.2', '192.168.1.9', '172.20.0.3', 'fd00::1'],
    others: ['203.0.113.7', '172.32.0.1', '::ffff:203.0.113.7', '100.1.1.1', '2001:db8::1', '::', 'fe80::1%eth0'],
  },
  { networks: 'none', believed: [], others: ['127.0.0.1', '::1', '10.0.0.2', ''] },
  {
    networks: '203.0.113.5 2001:db8:1::/48  10.1.0.0/16',
    believed: ['203.0.113.5', '::ffff:203.0.113.5', '2001:db8:1:2::3', '10.1.200.3'],
    others: ['203.0.113.6', '2001:db8:2::1', '10.2.0.1', '127.0.0.1'],
  },
]
for (const { networks, believed, others } of cases) {
  test(`X-Forwarded-For is believed from ${networks}`, () => {
    for (const address of believed) assert.equal(hear(networks, address), '6.6.6.6, 198.51.100.7', address)
    for (const address of others) assert.equal(hear(networks, address), address, address)
  })
}

test('networks are told from what is none', () => {
  for (const text of ['private', 'none', '10.0.0.1', '10.0.0.0/8 ::1', 'private 203.0.113.5']) {
    assert.ok(areNetworks(text), text)
  }
  for (const text of ['everybody', '10.0.0.0/33', '10.0.0/8', '::1/129', '10.0.0.0/8/8', '10.0.0.0/x', '10.0.0.0/']) {
    assert.ok(!areNetworks(text), text)
  }
})
