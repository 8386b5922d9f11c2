// What is offered where: a public box with https, and a box on a home network without.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startServer } from '../server.ts'
import { send, testScenarios } from './scenario.ts'

/** Nothing here leaves the machine: only the start of `stream` would, and it is told to look nowhere. */
const nowhere = { settings: { RELAY_URL: 'wss://127.0.0.1:1', PLC_URL: 'https://127.0.0.1:1' } }
const confidential = await startServer(nowhere, {
  settings: { PUBLIC_URL: 'https://sky.skypanel-public.dev', APP_PASSWORDS: 'false' },
})
after(confidential.close)
const home = await startServer(nowhere, { settings: { PUBLIC_URL: 'http://192.168.1.20:8080', APP_PASSWORDS: '' } })
after(home.close)

const origin = 'https://sky.skypanel-public.dev'
testScenarios(confidential, [
  {
    name: 'a public box offers OAuth only',
    path: '/sign-in',
    status: 200,
    contains: ['action="/auth/start"'],
    lacks: ['action="/auth/password"', 'type="password"'],
  },
  {
    name: 'an app password is not taken where it is not offered',
    path: '/auth/password',
    headers: { origin },
    body: { handle: 'a.test', password: 'x' },
    status: 404,
    contains: ['is not offered here'],
  },
  {
    name: 'the origin is that of PUBLIC_URL, not of the request',
    path: '/auth/start',
    body: { handle: 'a' },
    status: 403,
  },
  { name: 'a handle that is none', path: '/auth/start', headers: { origin }, body: { handle: 'a' }, status: 422 },
])

test('a public box says who it is as an OAuth client', async () => {
  const answer = await send(confidential, { name: '', path: '/client-metadata.json' })
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age/)
  assert.deepEqual(await answer.json(), {
    client_id: `${origin}/client-metadata.json`,
    client_name: 'SkyPanel at sky.skypanel-public.dev',
    client_uri: `${origin}/`,
    redirect_uris: [`${origin}/auth/callback`],
    jwks_uri: `${origin}/jwks.json`,
    scope: 'atproto transition:generic identity:handle',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'web',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    dpop_bound_access_tokens: true,
    authorization_signed_response_alg: 'RS256',
    subject_type: 'public',
  })
  const { keys } = (await (await send(confidential, { name: '', path: '/jwks.json' })).json()) as {
    keys: Record<string, string>[]
  }
  assert.equal(keys.length, 1)
  assert.deepEqual([keys[0]?.kty, keys[0]?.crv, keys[0]?.alg, keys[0]?.d], ['EC', 'P-256', 'ES256', undefined])
})

testScenarios(home, [
  {
    name: 'a box at home says why it asks for an app password',
    path: '/sign-in',
    status: 200,
    contains: ['action="/auth/password"', 'servers send people back to https addresses only', 'main password'],
    lacks: ['action="/auth/start"'],
  },
  {
    name: 'OAuth is not begun where it cannot work',
    path: '/auth/start',
    headers: { origin: 'http://192.168.1.20:8080' },
    body: { handle: 'a.test' },
    status: 404,
  },
  { name: 'nor finished', path: '/auth/callback?state=x', status: 404, contains: ['needs an https address'] },
  {
    name: 'a private server is not asked, whoever names it',
    path: '/auth/password',
    headers: { origin: 'http://192.168.1.20:8080' },
    body: { handle: 'did:web:localhost%3A1', password: 'x' },
    status: 424,
  },
])
