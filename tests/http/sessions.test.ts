// Our own sessions: what a cookie is worth, and where signing in leads.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createClient } from '@libsql/client'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { isSignedIn, send, signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const suffix = randomBytes(2).toString('hex')
const [first, second] = await Promise.all(
  ['sess-a', 'sess-b'].map((name) => network.createAccount(`${name}-${suffix}`)),
)
assert.ok(first && second)

const client = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 20_000 })
after(() => client.close())
const hashOf = (cookie: string) =>
  createHash('sha256')
    .update(cookie.split('=')[1] ?? '')
    .digest('base64url')

test('a cookie is 256 random bits, for this browser and this host only', async () => {
  const body = { handle: first.handle, password: first.password }
  const response = await send(server, { name: '', path: '/auth/password', body })
  const { port } = new URL(server.url)
  const shape = `^skypanel-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000$`
  assert.match(response.headers.get('set-cookie') ?? '', new RegExp(shape))
})

test('forged, foreign, hashed and mangled cookies are nobody’s', async () => {
  const cookie = await signIn(server, first)
  const [name, token = ''] = cookie.split('=')
  assert.ok(await isSignedIn(server, cookie))
  assert.ok(await isSignedIn(server, `other=1; ${cookie}; more=2`))
  const wrong = [
    `${name}=${randomBytes(32).toString('base64url')}`,
    `${name}=${hashOf(cookie)}`,
    `${name}=${token.slice(0, -1)}`,
    `${name}=${token}x`,
    `${name}=${token.toLowerCase()}`,
    `${name}=' OR 1=1 --`,
    `${name}=`,
    `skypanel=${token}`,
    `__Host-skypanel=${token}`,
    `x${cookie}`,
  ]
  for (const value of wrong) assert.equal(await isSignedIn(server, value), false, value)
})

test('an expired session is over', async () => {
  const cookie = await signIn(server, first)
  await client.execute({
    sql: 'UPDATE sessions SET expires_at = ? WHERE token_hash = ?',
    args: [Date.now() - 1, hashOf(cookie)],
  })
  assert.equal(await isSignedIn(server, cookie), false)
  await signIn(server, second)
  const { rows } = await client.execute('SELECT token_hash FROM sessions WHERE expires_at < ?', [Date.now()])
  assert.deepEqual(rows, [], 'somebody’s sign-in sweeps what has expired')
})

test('using a session moves its end, but not at every page', async () => {
  const cookie = await signIn(server, first)
  const read = async () => {
    const sql = 'SELECT last_seen_at, expires_at FROM sessions WHERE token_hash = ?'
    const [row] = (await client.execute({ sql, args: [hashOf(cookie)] })).rows
    return { seen: Number(row?.last_seen_at), expires: Number(row?.expires_at) }
  }
  const fresh = await read()
  assert.ok(await isSignedIn(server, cookie))
  assert.deepEqual(await read(), fresh)
  const hour = 3_600_000
  await client.execute({
    sql: 'UPDATE sessions SET last_seen_at = last_seen_at - ?, expires_at = expires_at - ? WHERE token_hash = ?',
    args: [hour, hour, hashOf(cookie)],
  })
  assert.ok(await isSignedIn(server, cookie))
  const moved = await read()
  assert.ok(moved.seen >= fresh.seen && moved.expires >= fresh.expires)
})

test('signing in again gives a new id and ends the old one; signing out ends this browser only', async () => {
  const [here, elsewhere, other] = [
    await signIn(server, first),
    await signIn(server, first),
    await signIn(server, second),
  ]
  const body = { handle: first.handle, password: first.password }
  const again = await send(server, { name: '', path: '/auth/password', body, cookie: here })
  const renewed = again.headers.get('set-cookie')?.split(';')[0] ?? ''
  assert.notEqual(renewed, here)
  assert.equal(await isSignedIn(server, here), false)
  assert.ok(await isSignedIn(server, renewed))

  const out = await send(server, { name: '', path: '/auth/sign-out', body: {}, cookie: renewed })
  assert.match(out.headers.get('set-cookie') ?? '', /^skypanel-\d+=; .*Max-Age=0$/)
  assert.equal(await isSignedIn(server, renewed), false)
  assert.ok(await isSignedIn(server, elsewhere))
  assert.ok(await isSignedIn(server, other))
})

test('the first person is the administrator, later ones are not', async () => {
  await signIn(server, second)
  const { rows } = await client.execute('SELECT did, role FROM users ORDER BY id')
  assert.deepEqual(
    rows.map((row) => [row.did, row.role]),
    [
      [first.did, 'administrator'],
      [second.did, 'member'],
    ],
  )
})

test('signing in leads to a path of ours and nowhere else', async () => {
  const places: [string, string][] = [
    ['/profile/a.test?x=1', '/profile/a.test?x=1'],
    ['//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ]
  const cookie = await signIn(server, first)
  for (const [next, location] of places) {
    const body = { handle: first.handle, password: first.password, next }
    const posted = await send(server, { name: '', path: '/auth/password', body })
    assert.equal(posted.headers.get('location'), location, `posted ${next}`)
    const asked = await send(server, { name: '', path: `/sign-in?${new URLSearchParams({ next })}`, cookie })
    assert.equal(asked.headers.get('location'), location, `asked for ${next}`)
  }
})

testScenarios(server, [
  {
    name: 'the form is there',
    path: '/sign-in',
    status: 200,
    contains: ['action="/auth/start"', 'action="/auth/password"'],
  },
  { name: 'the form keeps where to go', path: '/sign-in?next=/feeds', status: 200, contains: ['value="/feeds"'] },
  {
    name: 'the form escapes what it repeats',
    path: '/sign-in?handle=%22%3E%3Cscript%3E',
    status: 200,
    lacks: ['"><script>'],
  },
  {
    name: 'the form does not repeat where not to go',
    path: '/sign-in?next=//evil.example',
    status: 200,
    lacks: ['evil.example'],
  },
  { name: 'signing out without a session', path: '/auth/sign-out', body: {}, status: 303, location: '/' },
  { name: 'GET does not sign out', path: '/auth/sign-out', status: 404 },
  { name: 'GET does not sign in', path: '/auth/password', status: 303, location: '/sign-in' },
  { name: 'an answer nobody asked for', path: '/auth/callback?state=x&code=y', status: 422, contains: ['Begin again'] },
  { name: 'an answer without a state', path: '/auth/callback', status: 422, contains: ['Begin again'] },
  { name: 'a loopback client has no document', path: '/client-metadata.json', status: 404 },
  { name: 'a loopback client has no keys', path: '/jwks.json', status: 404 },
])
