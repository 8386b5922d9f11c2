// The confidential OAuth client (private_key_jwt) against a real PDS. Such a client lives at a public https address,
// which a test has not: the PDS runs in this process, and what it asks of that address is answered from here. TLS and
// the two routes that serve the documents are all that is left out.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createAccount } from '#demo/account.ts'
import { openAgent } from '#server/atproto/open-agent.ts'
import { askForHandle } from '#server/auth/ask-for-handle.ts'
import { makeClientKey } from '#server/auth/client-keys.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { finishOauth } from '#server/auth/finish-oauth.ts'
import { clientMetadataDocument, jwksDocument } from '#server/auth/oauth-documents.ts'
import { hashToken, makeCookie } from '#server/auth/session-cookie.ts'
import { signOut } from '#server/auth/sign-out.ts'
import { startOauth } from '#server/auth/start-oauth.ts'
import type { WebContext } from '#server/context.ts'
import type { Viewer } from '#types/viewer.ts'
import { openContext } from '../context.ts'
import { findPort } from '../find-port.ts'
import { useBrowser } from './browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-confidential-'))
Object.assign(process.env, { TMPDIR: folder, LOG_ENABLED: 'false', NODE_ENV: 'development' })
const { TestNetworkNoAppView } = await import('@atproto/dev-env')

const publicUrl = new URL('https://sky.skypanel-confidential.dev/')
let ctx: WebContext | undefined
/** Requests of both sides: `<method> <path> <status>`. */
const seen: string[] = []
const realFetch = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
  const response =
    url.host === publicUrl.host
      ? serveDocument(url.pathname)
      : url.pathname === '/oauth/par' && age !== 'new'
        ? await askOldServer(new Request(input, init), age)
        : await realFetch(input, init)
  seen.push(`${method} ${url.pathname} ${response.status}`)
  return response
}

/** What servers from before single permissions do with one: say that they do not know it, or leave it out. */
let age: 'new' | 'refuses' | 'drops' = 'new'

async function askOldServer(request: Request, how: 'refuses' | 'drops'): Promise<Response> {
  if (how === 'refuses') return Response.json({ error: 'invalid_scope' }, { status: 400 })
  const body = (await request.text()).replace('+identity%3Ahandle', '')
  return realFetch(request.url, { method: 'POST', headers: request.headers, body })
}

function serveDocument(path: string): Response {
  assert.ok(ctx)
  if (path === '/client-metadata.json') return Response.json(clientMetadataDocument(ctx))
  if (path === '/jwks.json') return Response.json(jwksDocument(ctx))
  return new Response(null, { status: 404 })
}

const network = await TestNetworkNoAppView.create({
  plc: { port: await findPort() },
  pds: { port: await findPort() },
})
after(async () => {
  globalThis.fetch = realFetch
  await network.close()
  rmSync(folder, { recursive: true, force: true })
})
const settings = {
  PLC_URL: network.plc.url,
  APPVIEW_URL: network.pds.url,
  HANDLE_RESOLVER_URL: network.pds.url,
  RELAY_URL: network.pds.url.replace('http', 'ws'),
  ALLOW_PRIVATE_NETWORK: 'true',
}
// readConfig refuses this mixture: a public client that speaks to a network on this machine.
const dataDir = join(folder, 'data')
const open = () => openContext({ settings }, { publicUrl, oauth: 'confidential', dataDir })
const openPage = useBrowser()

const countOf = (line: string) => seen.filter((each) => each === line).length

/** Makes what is stored of a person's tokens look as if they were about to expire. */
async function expire(context: WebContext, did: string): Promise<void> {
  const stored = await context.auth.credentials.oauth.get(did)
  assert.ok(stored)
  const tokenSet = { ...stored.tokenSet, expires_at: new Date(Date.now() - 1000).toISOString() as `${string}Z` }
  await context.auth.credentials.oauth.set(did, { ...stored, tokenSet })
}

test('a handle: allowed once by whose it is, and in words where the server knows no such permission', async (t) => {
  const account = await createAccount(network.pds.url, `perm-${randomBytes(2).toString('hex')}`)
  const opened = await open()
  ctx = opened.ctx
  const { auth } = opened.ctx
  t.after(opened.close)
  const viewer = { did: account.did, handle: account.handle, kind: 'oauth', userId: 1, sessionId: 1 } as Viewer
  const browsing = (await openPage(t, { origin: publicUrl.origin })).context()
  const ask = (handle: string) => askForHandle(opened.ctx, viewer, { handle, domain: '.test', cookie: null })
  /** Allows it in the browser, and takes the answer. */
  const allow = async ({ url, cookie }: { url: string; cookie: string }) => {
    // In a tab of its own: what comes of going back to an address that nobody serves would disturb the next question.
    const page = await browsing.newPage()
    const coming = page.waitForRequest((request) => request.url().startsWith(`${publicUrl.origin}/auth/callback`))
    await page.goto(url)
    await page.locator('input[type=password]').fill(account.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    // What was allowed before is not asked again.
    await Promise.race([coming, page.getByRole('button', { name: 'Authorize' }).click()])
    const answer = new URL((await coming).url()).searchParams
    await page.close()
    return finishOauth(opened.ctx, answer, { cookie: cookie.split(';')[0] ?? '', userAgent: 'test' })
  }
  const resolve = async (handle: string) => (await network.pds.getAgent().resolveHandle({ handle })).data.did
  const words = /does not let other software change your handle/

  age = 'refuses'
  await assert.rejects(ask('never.test'), { status: 403, message: words })
  age = 'drops'
  const { refused } = await allow(await ask('never.test'))
  assert.deepEqual([refused?.handle, refused?.domain, refused?.problem.status], ['never.test', '.test', 403])
  assert.match(refused?.problem.message ?? '', words)
  age = 'new'
  await assert.rejects(resolve('never.test'))

  const next = `${randomBytes(3).toString('hex')}.test`
  const revoked = countOf('POST /oauth/revoke 200')
  const done = await allow(await ask(next))
  assert.ok(!done.refused)
  assert.deepEqual([done.next, done.cookies.length], ['/settings/handle?saved=1', 1])
  assert.equal(await resolve(next), account.did)
  assert.equal(countOf('POST /oauth/revoke 200'), revoked + 1, 'given back')
  assert.equal(await auth.credentials.oauth.get(account.did), undefined, 'and kept nowhere')

  // Whoever allows it gives away their own handle, and nobody else's.
  const browser = randomBytes(32).toString('base64url')
  const wanted = { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', handle: 'other.test', domain: '' }
  const state = JSON.stringify({ browser: hashToken(browser), next: '/', wanted })
  const url = await auth.oauth?.authorize(account.did, { scope: 'atproto identity:handle', state })
  const other = await allow({ url: url?.href ?? '', cookie: makeCookie(opened.ctx.config, 'oauth', browser) })
  assert.match(other.refused?.problem.message ?? '', /Another account allowed it/)
  assert.equal(await resolve(next), account.did)
  await assert.rejects(resolve('other.test'))
})

test('signs in with its key, refreshes, outlives a new key, gives back, and notices the end', async (t) => {
  const account = await createAccount(network.pds.url, `conf-${randomBytes(2).toString('hex')}`)
  const opened = await open()
  ctx = opened.ctx

  const started = await startOauth(ctx, { identifier: account.handle, next: '/feeds', address: 'test', cookie: null })
  assert.match(
    started.cookie,
    /^__Host-skypanel-oauth=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure$/,
  )
  const page = await openPage(t, { origin: publicUrl.origin })
  await page.route(`${publicUrl.origin}/**`, (route) => route.fulfill({ status: 204 }))
  await page.goto(started.url)
  await page.locator('input[type=password]').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const coming = page.waitForRequest((request) => request.url().startsWith(`${publicUrl.origin}/auth/callback`))
  await page.getByRole('button', { name: 'Authorize' }).click()
  const answer = new URL((await coming).url()).searchParams
  const cookie = started.cookie.split(';')[0] ?? ''
  const finished = await finishOauth(ctx, answer, { cookie, userAgent: 'test' })
  assert.ok(!finished.refused)
  assert.equal(finished.next, '/feeds')
  assert.match(finished.cookies[0] ?? '', /^__Host-skypanel=[\w-]{43}; .*; Secure$/)
  const viewer = await findViewer(ctx, finished.cookies[0]?.split(';')[0])
  assert.equal(viewer?.handle, account.handle)
  assert.ok(viewer)
  const stored = await ctx.auth.credentials.oauth.get(account.did)
  const [key] = (jwksDocument(ctx) as { keys: { kid: string; d?: string }[] }).keys
  assert.deepEqual(stored?.authMethod, { method: 'private_key_jwt', kid: key?.kid })
  assert.equal(key?.d, undefined)
  assert.ok(countOf('GET /client-metadata.json 200') > 0 && countOf('GET /jwks.json 200') > 0)

  await expire(ctx, account.did)
  ctx.auth.agents.clear()
  seen.length = 0
  const agents = await Promise.all(Array.from({ length: 50 }, () => openAgent(opened.ctx, viewer)))
  await Promise.all(agents.map((agent) => agent.com.atproto.server.getSession()))
  assert.equal(countOf('POST /oauth/token 200'), 1, '50 requests, one refresh')

  opened.close()
  const file = join(dataDir, 'secrets', 'oauth-client-keys.json')
  const keys = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify([makeClientKey(Date.now()), ...keys]))
  const reopened = await open()
  ctx = reopened.ctx
  t.after(reopened.close)
  assert.equal((jwksDocument(ctx) as { keys: object[] }).keys.length, 2)
  await expire(ctx, account.did)
  seen.length = 0
  const agent = await openAgent(ctx, viewer)
  assert.equal((await agent.com.atproto.server.getSession()).data.did, account.did)
  assert.equal(countOf('POST /oauth/token 200'), 1)
  assert.equal((await ctx.auth.credentials.oauth.get(account.did))?.tokenSet.sub, account.did)

  const last = await ctx.auth.credentials.oauth.get(account.did)
  assert.ok(last)
  const given = countOf('POST /oauth/revoke 200')
  await signOut(ctx, viewer)
  assert.equal(countOf('POST /oauth/revoke 200'), given + 1)
  assert.equal(await ctx.auth.credentials.oauth.get(account.did), undefined)

  // The same as if the person had taken it back at their server: the tokens are here, and worth nothing.
  await ctx.auth.credentials.oauth.set(account.did, last)
  const revoked = await openAgent(ctx, viewer)
  await assert.rejects(revoked.com.atproto.server.getSession(), { name: 'AppError', status: 401 })
  assert.equal(await ctx.auth.credentials.oauth.get(account.did), undefined)
  assert.deepEqual([...ctx.auth.agents.keys()], [])
})
