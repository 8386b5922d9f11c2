// The feed generator over HTTP: what it answers, and what it refuses. Attacks on tokens get 401, never 500.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'

const network = await useNetwork()
const lxm = 'app.bsky.feed.getFeedSkeleton'
let server: TestServer
let reader: AtpAgent
let serviceDid: string
let feed: string

before(async () => {
  server = await startServer(network)
  serviceDid = `did:web:localhost%3A${new URL(server.url).port}`
  const owner = await network.createAccount(`generator-${randomBytes(2).toString('hex')}`)
  const person = await signInAs(server, owner)
  const fields = { title: 'Quiet', hashtags: 'quiet' }
  const made = await person.post('/feeds/new', fields, { accept: 'application/json' })
  const { slug } = (await made.json()) as { slug: string }
  feed = `at://${owner.did}/app.bsky.feed.generator/${slug}`
  reader = new AtpAgent({ service: network.pdsUrl })
  const { handle, password } = network.account('marit')
  await reader.login({ identifier: handle, password })
})
after(() => server?.close())

/** A token as a person's server makes it (com.atproto.server.getServiceAuth). */
async function mint(part: { aud?: string; lxm?: string; exp?: number } = {}): Promise<string> {
  const { data } = await reader.com.atproto.server.getServiceAuth({ aud: serviceDid, lxm, ...part })
  return data.token
}

async function ask(query: Record<string, string> | string, authorization?: string) {
  const search = typeof query === 'string' ? query : new URLSearchParams(query)
  const headers = { ...(authorization === undefined ? {} : { authorization }) }
  const answer = await fetch(`${server.url}/xrpc/${lxm}?${search}`, { headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('describes itself', async () => {
  const document = await fetch(`${server.url}/.well-known/did.json`)
  assert.deepEqual(await document.json(), {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: serviceDid,
    service: [{ id: '#bsky_fg', type: 'BskyFeedGenerator', serviceEndpoint: server.url }],
  })
  const description = await fetch(`${server.url}/xrpc/app.bsky.feed.describeFeedGenerator`)
  assert.deepEqual(await description.json(), { did: serviceDid, feeds: [] })
})

test('answers whoever is signed out, and tokens of both forms once', async () => {
  const { status, body } = await ask({ feed })
  assert.deepEqual([status, body.feed, typeof body.reqId], [200, [], 'string'])
  for (const aud of [serviceDid, `${serviceDid}#bsky_fg`]) {
    const token = await mint({ aud }).catch(() => undefined)
    if (token === undefined) assert.notEqual(aud, serviceDid)
    else {
      assert.equal((await ask({ feed }, `Bearer ${token}`)).status, 200, aud)
      assert.deepEqual(await ask({ feed }, `Bearer ${token}`), {
        status: 401,
        body: { error: 'AuthenticationRequired', message: 'The token was used before.' },
      })
    }
  }
})

test('refuses tokens that are not right', async () => {
  const good = await mint({ exp: Math.floor(Date.now() / 1000) + 280 })
  const [header, payload, signature] = good.split('.')
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())
  const changed = (part: object) => `${header}.${encode({ ...claims, ...part })}.${signature}`
  const attacks: Record<string, string> = {
    'for another service': await mint({ aud: network.appviewDid }),
    'for another method': await mint({ lxm: 'app.bsky.feed.getTimeline' }),
    'that lives for an hour': await mint({ exp: Math.floor(Date.now() / 1000) + 3500 }),
    'with somebody else in it': changed({ iss: network.account('tomas').did }),
    'that lives ten years': changed({ exp: claims.exp + 315_360_000 }),
    'from the future': changed({ iat: claims.iat + 3600 }),
    'without a name': changed({ jti: undefined }),
    'from this machine': changed({ iss: 'did:web:localhost%3A1' }),
    'from a metadata service': changed({ iss: 'did:web:169.254.169.254' }),
    'of no algorithm': `${encode({ alg: 'none' })}.${payload}.`,
    'of another algorithm': `${encode({ alg: 'HS256' })}.${payload}.${signature}`,
    'without a signature': `${header}.${payload}.`,
    'that is no JSON': `${header}.bm90IGpzb24.${signature}`,
    'that is null': 'bnVsbA.bnVsbA.bnVsbA',
    'of dots': '..',
    'of great length': 'A'.repeat(12_000),
  }
  for (const [name, token] of Object.entries(attacks)) {
    const { status, body } = await ask({ feed }, `Bearer ${token}`)
    assert.deepEqual([status, body.error, typeof body.message], [401, 'AuthenticationRequired', 'string'], name)
  }
  for (const authorization of ['Bearer', `Basic ${good}`, `DPoP ${good}`, 'x']) {
    assert.equal((await ask({ feed }, authorization)).status, 401, authorization.slice(0, 10))
  }
  assert.equal((await ask({ feed }, `Bearer ${good}`)).status, 200, 'the right one is still good')
  assert.doesNotMatch(server.log(), /"level":(50|60)/)
})

test('refuses questions that are not right', async () => {
  const wrong = (query: Record<string, string>) => new URLSearchParams(query).toString()
  const questions: [query: string, error: string][] = [
    ['', 'InvalidRequest'],
    [wrong({ feed: 'not-a-uri' }), 'InvalidRequest'],
    [wrong({ feed: feed.replace('generator', 'post') }), 'InvalidRequest'],
    [`${wrong({ feed })}&${wrong({ feed })}`, 'InvalidRequest'],
    ...['0', '101', '-1', '1.5', 'ten', '', '1e1'].map((limit): [string, string] => [
      wrong({ feed, limit }),
      'InvalidRequest',
    ]),
    ...['', 'x', '1', '1::', '1::2::3', '1::x', '99999999999999999::1', "1::1'--"].map((cursor): [string, string] => [
      wrong({ feed, cursor }),
      'InvalidRequest',
    ]),
    [wrong({ feed: `${feed}x` }), 'UnknownFeed'],
    [wrong({ feed: feed.replace(/did:plc:\w+/, network.account('marit').did) }), 'UnknownFeed'],
  ]
  for (const [query, error] of questions) {
    const { status, body } = await ask(query)
    assert.deepEqual([status, body.error, typeof body.message], [400, error, 'string'], query)
  }
  assert.equal((await ask({ feed, limit: '100', cursor: '1::1' })).status, 200)
})
