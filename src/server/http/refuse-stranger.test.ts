import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseStranger } from './refuse-stranger.ts'

type Asked = { url?: string; token?: string; from?: string; headers?: Record<string, string> }

const token = 'a-token-of-24-characters'
const bearer = { authorization: `Bearer ${token}` }
const cases: [string, Asked, number | undefined][] = [
  ['this machine', {}, undefined],
  ['this machine by IPv6', { from: '::1' }, undefined],
  ['this machine as IPv4 in IPv6', { from: '::ffff:127.0.0.1' }, undefined],
  ['another machine', { from: '192.168.1.4' }, 403],
  ['somebody behind a proxy here', { headers: { 'x-forwarded-for': '203.0.113.7' } }, 403],
  ['somebody behind a proxy that says less', { headers: { via: '1.1 proxy' } }, 403],
  ['anybody, where the box is public', { url: 'https://panel.example.org' }, 403],
  ['the token, where the box is public', { url: 'https://panel.example.org', token, headers: bearer }, undefined],
  ['the token from elsewhere', { token, from: '203.0.113.7', headers: bearer }, undefined],
  ['another token', { token, headers: { authorization: `Bearer ${token}x` } }, 401],
  ['no token, from here', { token }, 401],
  ['the token as a password', { token, headers: { authorization: `Basic ${token}` } }, 401],
]
for (const [who, asked, status] of cases) {
  test(`/metrics: ${who} ${status === undefined ? 'may' : `gets ${status}`}`, () => {
    const { url = 'http://127.0.0.1:8080', from = '127.0.0.1', headers = {} } = asked
    const config = { publicUrl: new URL(url), metricsToken: asked.token }
    assert.equal(refuseStranger(config, headers, from)?.status, status)
  })
}
