import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { answerHealth } from './answer-health.ts'

type Asked = { url?: string; token?: string; from?: string; headers?: Record<string, string>; method?: string }

/** What becomes of a request that is let through: nothing is there to be read. */
const admitted = new Error('admitted')

async function ask({ url = 'http://127.0.0.1:8080', token, from = '127.0.0.1', headers = {}, method = 'GET' }: Asked) {
  const config = { publicUrl: new URL(url), metricsToken: token }
  const ctx = new Proxy({ config } as unknown as WebContext, {
    get(target, name) {
      if (name === 'config' && !(Reflect.get(target, 'used') ?? false)) return target.config
      throw admitted
    },
  })
  const request = { method, headers, socket: { remoteAddress: from } } as unknown as IncomingMessage
  const response = { setHeader() {} } as unknown as ServerResponse
  try {
    await answerHealth(ctx, request, response, '/metrics')
  } catch (error) {
    if (error instanceof AppError) return error.status
  }
  return 200
}

const token = 'a-token-of-24-characters'
const bearer = { authorization: `Bearer ${token}` }
const cases: [string, Asked, number][] = [
  ['this machine', {}, 200],
  ['this machine by IPv6', { from: '::1' }, 200],
  ['this machine as IPv4 in IPv6', { from: '::ffff:127.0.0.1' }, 200],
  ['another machine', { from: '192.168.1.4' }, 403],
  ['somebody behind a proxy here', { headers: { 'x-forwarded-for': '203.0.113.7' } }, 403],
  ['somebody behind a proxy that says less', { headers: { via: '1.1 proxy' } }, 403],
  ['anybody, where the box is public', { url: 'https://panel.example.org' }, 403],
  ['the token, where the box is public', { url: 'https://panel.example.org', token, headers: bearer }, 200],
  ['the token from elsewhere', { token, from: '203.0.113.7', headers: bearer }, 200],
  ['another token', { token, headers: { authorization: `Bearer ${token}x` } }, 401],
  ['no token, from here', { token }, 401],
  ['the token as a password', { token, headers: { authorization: `Basic ${token}` } }, 401],
  ['a form', { method: 'POST' }, 405],
]
for (const [who, asked, status] of cases) {
  test(`/metrics: ${who} gets ${status}`, async () => assert.equal(await ask(asked), status))
}
