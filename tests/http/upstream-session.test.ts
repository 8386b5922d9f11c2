// Acting for people on their own server: tokens that expire under load, and sessions that end there.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { AppError } from '#server/app-error.ts'
import { openAgent } from '#server/atproto/open-agent.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import { signOut } from '#server/auth/sign-out.ts'
import type { WebContext } from '#server/context.ts'
import { openContext } from '../context.ts'
import { useNetwork } from '../network.ts'

const network = await useNetwork()
const { ctx, close } = await openContext(network)
after(close)

/** Requests that went out, by method name; put around the context's fetch. */
const calls = new Map<string, Headers[]>()
const { fetch } = ctx.auth
ctx.auth.fetch = async (input, init) => {
  const { url, headers } = new Request(input, init)
  const name = new URL(url).pathname.split('/').at(-1) ?? ''
  calls.set(name, [...(calls.get(name) ?? []), headers])
  return fetch(input, init)
}
const countOf = (name: string) => calls.get(name)?.length ?? 0

/** Three hours ahead of everybody: longer than a PDS lets an access token live. */
const ahead: WebContext = { ...ctx, now: () => Date.now() + 3 * 60 * 60 * 1000 }

async function makePerson(name: string) {
  const account = await network.createAccount(`${name}-${randomBytes(2).toString('hex')}`)
  const owner = new AtpAgent({ service: network.pdsUrl })
  await owner.login({ identifier: account.handle, password: account.password })
  const { data } = await owner.com.atproto.server.createAppPassword({ name: 'skypanel' })
  return { account, owner, password: data.password }
}

async function enter(context: WebContext, identifier: string, password: string) {
  const browser = { cookie: null, userAgent: 'test' }
  const [cookie = ''] = await signInWithPassword(context, { identifier, password, address: '127.0.0.1', browser })
  const header = cookie.split(';')[0] ?? ''
  const viewer = await findViewer(context, header)
  assert.ok(viewer)
  return { viewer, header }
}

const isEnded = (error: unknown) => error instanceof AppError && error.status === 401

test('app.bsky.* goes to the AppView that is configured, com.atproto.* does not', async () => {
  const { account, password } = await makePerson('proxy')
  const { viewer } = await enter(ctx, account.handle, password)
  const agent = await openAgent(ctx, viewer)
  calls.clear()
  await agent.app.bsky.actor.getProfile({ actor: account.did })
  await agent.com.atproto.repo.describeRepo({ repo: account.did })
  const [read] = calls.get('app.bsky.actor.getProfile') ?? []
  assert.equal(read?.get('atproto-proxy'), `${network.appviewDid}#bsky_appview`)
  const [own] = calls.get('com.atproto.repo.describeRepo') ?? []
  assert.equal(own?.get('atproto-proxy'), null)
})

test('50 requests that find the token expired refresh it once, and what is stored goes on working', async () => {
  const { account, password } = await makePerson('refresh')
  const { viewer } = await enter(ctx, account.handle, password)
  const before = await ctx.auth.credentials.password.get(account.did)
  const agents = await Promise.all(Array.from({ length: 50 }, () => openAgent(ahead, viewer)))
  calls.clear()
  const answers = await Promise.all(agents.map((agent) => agent.com.atproto.server.getSession()))
  assert.ok(answers.every(({ data }) => data.did === account.did))
  assert.equal(countOf('com.atproto.server.refreshSession'), 1)
  const stored = await ctx.auth.credentials.password.get(account.did)
  assert.notEqual(stored?.refreshJwt, before?.refreshJwt)

  // As after a restart: nothing is left but the row.
  ctx.auth.agents.clear()
  const { data } = await (await openAgent(ahead, viewer)).com.atproto.server.getSession()
  assert.equal(data.did, account.did)
})

test('a session that was ended upstream ends ours, and says so', async () => {
  const { account, owner, password } = await makePerson('revoked')
  const { viewer, header } = await enter(ctx, account.handle, password)
  const agent = await openAgent(ahead, viewer)
  await owner.com.atproto.server.revokeAppPassword({ name: 'skypanel' })
  const outcomes = await Promise.allSettled([agent.com.atproto.server.getSession(), agent.getTimeline()])
  for (const outcome of outcomes) assert.ok(outcome.status === 'rejected' && isEnded(outcome.reason))
  assert.equal(await findViewer(ctx, header), undefined)
  assert.equal(await ctx.auth.credentials.password.get(account.did), undefined)
  await assert.rejects(openAgent(ctx, viewer), isEnded)
})

test('a request that began before the person signed in again goes on with the new session', async () => {
  const { account, password } = await makePerson('again')
  const { viewer } = await enter(ctx, account.handle, password)
  const early = await openAgent(ahead, viewer)
  const { viewer: later, header } = await enter(ctx, account.handle, password)
  assert.equal((await early.com.atproto.server.getSession()).data.did, account.did)
  assert.equal((await (await openAgent(ctx, later)).com.atproto.server.getSession()).data.did, account.did)
  assert.ok(await findViewer(ctx, header))
})

test('a server that is away for a moment ends nothing', async () => {
  const { account, password } = await makePerson('away')
  const { viewer, header } = await enter(ctx, account.handle, password)
  const credential = await ctx.auth.credentials.password.get(account.did)
  assert.ok(credential)
  await ctx.auth.credentials.password.set(account.did, { ...credential, pdsUrl: 'http://127.0.0.1:1' })
  ctx.auth.agents.clear()
  await assert.rejects((await openAgent(ahead, viewer)).com.atproto.server.getSession(), (error) => !isEnded(error))
  assert.ok(await findViewer(ctx, header))
  await ctx.auth.credentials.password.set(account.did, credential)
  ctx.auth.agents.clear()
  assert.equal((await (await openAgent(ctx, viewer)).com.atproto.server.getSession()).data.did, account.did)
})

test('the last browser that signs out gives the session back, earlier ones do not', async () => {
  const { account, password } = await makePerson('last')
  const [first, second] = [await enter(ctx, account.handle, password), await enter(ctx, account.handle, password)]
  const credential = await ctx.auth.credentials.password.get(account.did)
  assert.ok(credential)
  await signOut(ctx, first.viewer)
  assert.ok(await ctx.auth.credentials.password.get(account.did))
  await signOut(ctx, second.viewer)
  assert.equal(await ctx.auth.credentials.password.get(account.did), undefined)
  const refused = await fetch(`${network.pdsUrl}/xrpc/com.atproto.server.refreshSession`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential.refreshJwt}` },
  })
  assert.equal(refused.status, 400, 'the PDS has forgotten it too')
})
