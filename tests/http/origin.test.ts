// No page of another site can change anything here: every route, every way in.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { formHeaders, isSignedIn, type Scenario, send, signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const account = await network.createAccount(`origin-${randomBytes(2).toString('hex')}`)
const cookie = await signIn(server, account)

const folder = join(import.meta.dirname, '..', '..', 'src', 'pages')
const routes = globSync('**/*.{astro,ts}', { cwd: folder }).map((file) => ({
  path: `/${file
    .replace(/\.(astro|ts)$/, '')
    .replace(/(^|\/)index$/, '')
    .replace(/\[[^\]]+\]/g, 'x')}`,
  changes: /export const (POST|PUT|PATCH|DELETE|ALL)\b|request\.method/.test(readFileSync(join(folder, file), 'utf8')),
}))
const changing = routes.filter(({ changes }) => changes).map(({ path }) => path)

test('the routes that change something are found', () => {
  for (const path of ['/auth/password', '/auth/start', '/auth/sign-out', '/post/like', '/post', '/feeds/new']) {
    assert.ok(changing.includes(path), `${path} is not in ${changing}`)
  }
})

/** What other sites can make a browser send. Every route gets it, also those that change nothing today. */
const attacks: { name: string; headers: Record<string, string | undefined>; body?: string }[] = [
  { name: 'a form of another site', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
  { name: 'a form of a sibling site', headers: { 'sec-fetch-site': 'same-site' } },
  { name: 'no Origin', headers: { origin: undefined } },
  { name: 'a hidden Origin', headers: { origin: 'null' } },
  { name: 'another Origin', headers: { origin: 'https://evil.example' } },
  { name: 'another port', headers: { origin: 'http://127.0.0.1:1' } },
  { name: 'a text/plain body', headers: { 'content-type': 'text/plain' }, body: '{"handle":"x"}' },
  { name: 'a body without a type', headers: { 'content-type': undefined }, body: 'handle=x' },
]

for (const { name, headers, body = 'a=b' } of attacks) {
  test(`${name} is answered 403 by each of ${routes.length} routes`, async () => {
    const all: Record<string, string | undefined> = { ...formHeaders(server), ...headers }
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
    for (const { path } of routes) {
      const bytes = new TextEncoder().encode(body)
      const response = await fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...Object.fromEntries(kept), cookie },
        body: bytes,
      })
      assert.equal(response.status, 403, `${path}: ${await response.text()}`)
    }
    assert.ok(await isSignedIn(server, cookie))
  })
}

const tooMuch = `handle=${'x'.repeat(1024 * 1024)}`
const scenarios: Scenario[] = [
  ...['PUT', 'PATCH', 'DELETE'].map((method) => ({
    name: `${method} from another site`,
    method,
    path: '/auth/sign-out',
    headers: { origin: 'https://evil.example' },
    status: 403,
  })),
  {
    name: 'a body that is too long',
    path: '/auth/password',
    headers: formHeaders(server),
    body: tooMuch,
    method: 'POST',
    status: 413,
  },
  { name: 'health is not asked for its origin', path: '/healthz', status: 200, contains: ['ok'] },
]
testScenarios(server, scenarios)

/** The status that a WebSocket handshake is answered with. */
function openSocket(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const handshake = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    }
    const call = request(server.url + path, { headers: { ...handshake, ...headers } })
    call.once('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode)
    })
    call.once('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.once('error', reject)
    call.end()
  })
}

test('a WebSocket is opened by our pages only', async () => {
  assert.equal(await openSocket('/live', { origin: server.url, cookie }), 101)
  assert.equal(await openSocket('/live', { cookie }), 403)
  for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`, 'http://127.0.0.1:1']) {
    assert.equal(await openSocket('/live', { origin, cookie }), 403, origin)
  }
  assert.equal(await openSocket('/other', { origin: server.url }), 404)
})

/** Sends bytes as they are, and hangs up at once or reads the first line of the answer. */
function sendBytes(bytes: string, { hangsUp = false } = {}): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString().split('\r\n')[0] ?? '')
    })
    socket.write(bytes, () => {
      if (!hangsUp) return
      socket.resetAndDestroy()
      resolve('')
    })
  })
}

test('no target and no hanging up ends the process', async () => {
  const upgrade = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  for (const target of ['//', 'http://', '*']) {
    assert.equal(await sendBytes(`GET ${target} HTTP/1.1\r\n${upgrade}`), 'HTTP/1.1 404 Not Found', target)
  }
  assert.equal(await sendBytes('GET http:// HTTP/1.1\r\nHost: x\r\n\r\n'), 'HTTP/1.1 400 Bad Request')
  for (let i = 0; i < 50; i++) await sendBytes(`GET /other HTTP/1.1\r\n${upgrade}`, { hangsUp: true })
  assert.ok(await isSignedIn(server, cookie))
})

test('what our own pages send is taken', async () => {
  const response = await send(server, { name: '', path: '/auth/sign-out', body: {}, cookie })
  assert.equal(response.status, 303)
  assert.equal(await isSignedIn(server, cookie), false)
})
