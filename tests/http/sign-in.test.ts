// Signing in with an app password: what goes wrong says so, the form comes back, nobody is let in by mistake.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { isSignedIn, send, signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const suffix = randomBytes(2).toString('hex')
const account = await network.createAccount(`pw-${suffix}`)
const spare = await network.createAccount(`pw-spare-${suffix}`)
const enter = (handle: string, password: string, headers: Record<string, string> = {}) =>
  send(server, { name: '', path: '/auth/password', body: { handle, password }, headers })

testScenarios(server, [
  {
    name: 'a wrong password',
    path: '/auth/password',
    body: { handle: account.handle, password: 'hunter2-secret', next: '/feeds' },
    status: 401,
    contains: ['The password is not right.', `value="${account.handle}"`, 'value="/feeds"', 'aria-invalid'],
    lacks: ['hunter2-secret'],
  },
  {
    name: 'an unknown handle',
    path: '/auth/password',
    body: { handle: 'nobody-here.test', password: 'x' },
    status: 422,
    contains: ['No account has the handle nobody-here.test.'],
  },
  {
    name: 'an e-mail address',
    path: '/auth/password',
    body: { handle: 'me@home.example', password: 'x' },
    status: 422,
    contains: ['not your e-mail address'],
  },
  { name: 'no handle', path: '/auth/password', body: { password: 'x' }, status: 422, contains: ['Write your handle.'] },
  {
    name: 'no password',
    path: '/auth/password',
    body: { handle: account.handle },
    status: 422,
    contains: ['Write your app password.'],
  },
  ...['a', 'a b.test', '..', 'x.-y.test', 'https://evil.example', 'did:web:', 'did:key:z', '💥.test', 'localhost'].map(
    (handle) => ({
      name: `no handle at all: ${handle}`,
      path: '/auth/password',
      body: { handle, password: 'x' },
      status: 422,
    }),
  ),
  {
    name: 'markup in a handle stays text',
    path: '/auth/password',
    body: { handle: '"><script>alert(1)</script>', password: 'x' },
    status: 422,
    lacks: ['"><script>alert'],
  },
  {
    name: 'JSON instead of a form',
    path: '/auth/password',
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: '{"handle":"x"}',
    status: 415,
  },
])

test('a handle may be written as people paste it', async () => {
  for (const typed of [`@${account.handle}`, ` ${account.handle.toUpperCase()} `, `\u202a${account.handle}\u202c`]) {
    assert.equal((await enter(typed, account.password)).status, 303, typed)
  }
  assert.equal((await enter(account.did, account.password)).status, 303)
})

test('eleven wrong passwords in a row are too many, for that account only', async () => {
  const statuses: number[] = []
  for (let attempt = 0; attempt < 11; attempt += 1) statuses.push((await enter(spare.handle, 'wrong')).status)
  assert.deepEqual(statuses, [...Array(10).fill(401), 429])
  assert.equal((await enter(spare.did, spare.password)).status, 429, 'by its DID as well')
  assert.equal((await enter(account.handle, account.password)).status, 303)
})

test('many attempts from one address are too many, wherever its proxy says it is', async () => {
  const from = (address: string) => enter('a', 'x', { 'x-forwarded-for': `1.2.3.4, ${address}` })
  const statuses = await Promise.all(Array.from({ length: 61 }, () => from('203.0.113.9').then(({ status }) => status)))
  assert.equal(statuses.filter((status) => status === 429).length, 1)
  assert.equal((await from('203.0.113.10')).status, 422)
})

/** An account whose server misbehaves: a did:web of this very test, which is also its PDS. */
type Misbehave = (response: ServerResponse, path: string) => void
let misbehave: Misbehave = (response) => response.destroy()
let asked: string[] = []
const hostile = createServer((request, response) => {
  const path = request.url ?? ''
  if (path === '/.well-known/did.json')
    return void response.setHeader('content-type', 'application/json').end(document())
  asked.push(path)
  misbehave(response, path)
}).listen(0, 'localhost')
await once(hostile, 'listening')
after(() => hostile.close())
const { port } = hostile.address() as { port: number }
const evil = `did:web:localhost%3A${port}`
let endpoint = `http://localhost:${port}`
let type = 'AtprotoPersonalDataServer'
const document = () =>
  JSON.stringify({
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: evil,
    service: [{ id: '#atproto_pds', type, serviceEndpoint: endpoint }],
  })
beforeEach(() => {
  asked = []
})

const json = (status: number, body: unknown): Misbehave => {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
const tokens = { accessJwt: 'a.b.c', refreshJwt: 'a.b.c', handle: 'x.test' }
const cases: { name: string; answer: Misbehave; status: number; says: RegExp }[] = [
  { name: 'hangs up', answer: (response) => response.destroy(), status: 424, says: /does not answer/ },
  { name: 'fails', answer: json(500, { error: 'Oops' }), status: 424, says: /could not sign you in \(500\)/ },
  { name: 'answers garbage', answer: (response) => response.end('<html>'), status: 424, says: /unusable answer/ },
  { name: 'answers too little', answer: json(200, { did: evil }), status: 424, says: /unusable answer/ },
  {
    name: 'claims another account',
    answer: json(200, { ...tokens, did: account.did }),
    status: 424,
    says: /unusable answer/,
  },
  { name: 'has had enough', answer: json(429, { error: 'RateLimitExceeded' }), status: 429, says: /too many attempts/ },
  {
    name: 'wants a second factor',
    answer: json(401, { error: 'AuthFactorTokenRequired' }),
    status: 401,
    says: /That is your main password/,
  },
  { name: 'has suspended it', answer: json(401, { error: 'AccountTakedown' }), status: 403, says: /suspended/ },
  {
    name: 'sends the password elsewhere',
    answer: (response) => response.writeHead(307, { location: `http://localhost:${port}/elsewhere` }).end(),
    status: 424,
    says: /does not answer/,
  },
  {
    name: 'sends without end',
    answer: (response) => {
      const more = () => response.destroyed || response.write('x'.repeat(65_536), more)
      more()
    },
    status: 424,
    says: /unusable answer/,
  },
]
for (const { name, answer, status, says } of cases) {
  test(`a server that ${name}`, async () => {
    misbehave = answer
    // Each case is an attempt of its own: the account's count is not what is looked at here.
    const response = await enter(evil, 'secret', { 'x-forwarded-for': `203.0.113.${100 + cases.length}` })
    const text = await response.text()
    assert.equal(response.status, status, text.slice(0, 3000))
    assert.match(text, says)
    assert.equal(response.headers.get('set-cookie'), null)
    assert.ok(!asked.includes('/elsewhere'))
  })
}

test('an account whose record names no usable server', async () => {
  endpoint = 'not a url'
  const unreadable = await enter(evil, 'secret')
  assert.equal(unreadable.status, 424)
  assert.match(await unreadable.text(), /could not be read/)
  type = 'SomethingElse'
  endpoint = `http://localhost:${port}`
  const missing = await enter(evil, 'secret')
  assert.equal(missing.status, 422)
  assert.match(await missing.text(), /has no server at the moment/)
  assert.deepEqual(asked, [])
})

test('nothing of this is written down with its password', async () => {
  await signIn(server, account)
  for (const secret of ['hunter2-secret', account.password]) assert.ok(!server.log().includes(secret))
  assert.equal(await isSignedIn(server, ''), false)
})
