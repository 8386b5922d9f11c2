// Notifications over HTTP, against the real AppView: listed, grouped, filtered, counted, read, known when it is down.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { WebSocket } from 'ws'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import { readNotifications } from '#server/reads/notifications.ts'
import { openContext } from '../context.ts'
import { joinNetwork, listNotified, writeKnownPost } from '../join-network.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const createdAt = () => new Date().toISOString()
const names = ['told', 'ann', 'bo', 'cy']
const [reader, ann, bo, cy] = await Promise.all(names.map((name) => joinNetwork(network, name)))
assert.ok(reader && ann && bo && cy)
const listed = () => listNotified(reader)
const post = await writeKnownPost(reader, 'Nineteen herons since Voss.')
for (const { agent } of [ann, bo, cy]) await agent.like(post.uri, post.cid)
await bo.agent.repost(post.uri, post.cid)
for (const { agent } of [ann, bo]) await agent.follow(reader.did)
const subject = { uri: post.uri, cid: post.cid }
await cy.agent.post({
  text: 'Twenty, with the stuffed one.',
  reply: { root: subject, parent: subject },
  createdAt: createdAt(),
})
await ann.agent.post({
  text: 'Best count so far',
  embed: { $type: 'app.bsky.embed.record', record: subject },
  createdAt: createdAt(),
})
const facet = {
  index: { byteStart: 0, byteEnd: 5 },
  features: [{ $type: 'app.bsky.richtext.facet#mention', did: reader.did }],
}
await bo.agent.post({ text: '@told look up', facets: [facet], createdAt: createdAt() })
await waitFor('the AppView lists all nine', async () => (await listed()).length === 9)

const me = await signInAs(server, reader.account)
const stranger = createPerson(server)
const read = async (path: string) => (await me.get(path)).text()
const unread = async (): Promise<number> => {
  const answer = await me.get('/notifications/unread', { accept: 'application/json' })
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { count: number }).count
}
/** Somebody's open page: what it hears once it has been told what it may hear. */
async function listen(cookie: string) {
  const headers = { origin: server.url, ...(cookie ? { cookie } : {}) }
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live`, { headers })
  const heard: unknown[] = []
  socket.on('message', (data) => heard.push(JSON.parse(data.toString())))
  await once(socket, 'open')
  socket.send(JSON.stringify({ subscribe: ['notifications'] }))
  await waitFor('an answer', async () => heard.length === 1)
  after(() => socket.close())
  return { heard }
}
const rowsOf = (html: string) =>
  [...html.matchAll(/<li( class="new")?[^>]*><svg class="i"/g)].map(([, isNew]) => Boolean(isNew))

test('everything stands there grouped and unread once, and is read afterwards', async () => {
  const first = await read('/notifications')
  assert.match(first, /<\/bdi><\/a>, <a[^>]*><bdi>[^<]*<\/bdi><\/a> and 1 other liked your post/)
  assert.match(first, /<\/bdi><\/a> and <a[^>]*><bdi>[^<]*<\/bdi><\/a> followed you/)
  for (const part of ['reposted your post', 'Twenty, with the stuffed one.', 'Best count so far', 'look up']) {
    assert.ok(first.includes(part), part)
  }
  assert.match(first, /<p class="told"[^>]*>\s*<a href="[^"]+">Nineteen herons since Voss\.<\/a>/)
  assert.match(first, /data-count="9"[^>]*><span[^>]*>9<\/span><span class="sr"> unread<\/span>/)
  assert.deepEqual(rowsOf(first), Array(6).fill(true))
  assert.equal(await unread(), 0)
  assert.deepEqual(rowsOf(await read('/notifications')), Array(6).fill(false))
  await waitFor('other clients know that it was read', async () => (await listed()).every(({ isRead }) => isRead))
})

test('tabs show their kinds', async () => {
  const all = ['liked your post', 'reposted your post', 'followed you', 'stuffed one', 'Best count', 'look up']
  const tabs: Record<string, string[]> = {
    likes: ['liked your post'],
    reposts: ['reposted your post'],
    follows: ['followed you'],
    replies: ['stuffed one', 'look up'],
    quotes: ['Best count'],
    others: [],
    'no-such-kind': all,
  }
  for (const [tab, parts] of Object.entries(tabs)) {
    const html = await read(`/notifications?show=${tab}`)
    for (const part of all) assert.equal(html.includes(part), parts.includes(part), `${part} in ${tab}`)
  }
  assert.match(await read('/notifications?show=others'), /Nothing of this kind/)
})

test('only those of people followed, when asked for', async () => {
  await reader.agent.follow(ann.did)
  await waitFor('the AppView knows whom they follow', async () =>
    (await listed()).some(({ author }) => author.did === ann.did && author.viewer?.following),
  )
  const html = await read('/notifications?from=followed')
  assert.ok(html.includes('Best count so far'))
  for (const part of ['stuffed one', 'look up', 'reposted']) assert.ok(!html.includes(part), part)
  assert.match(await read('/notifications'), /followed you back/)
})

test('and always, when that is preferred', async () => {
  for (const [from, isPriority] of [
    ['followed', true],
    ['everybody', false],
  ] as const) {
    const answer = await me.post('/notifications/from', { from })
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/notifications'])
    await waitFor(`the AppView lists those of ${from}`, async () => (await listed()).length === (isPriority ? 3 : 9))
    assert.equal((await read('/notifications')).includes('stuffed one'), !isPriority)
  }
})

test('the firehose moves the number, on every page, and it goes with a button', async () => {
  assert.equal(await unread(), 0)
  const [socket, deaf] = [await listen(me.cookie), await listen('')]
  const { uri } = await ann.agent.repost(post.uri, post.cid)
  await waitFor('it is announced', async () => socket.heard.length === 2)
  assert.deepEqual(socket.heard, [{ subscribed: ['notifications'] }, { topic: 'notifications', count: 1 }])
  assert.deepEqual(deaf.heard, [{ subscribed: [] }])
  assert.equal(await unread(), 1)
  assert.match(await read('/settings'), /data-count="1"/)
  const answer = await me.post('/notifications/seen')
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/notifications'])
  assert.equal(await unread(), 0)
  assert.doesNotMatch(await read('/settings'), /data-count="1"/)
  await ann.agent.deleteRepost(uri)
  assert.equal((await me.post('/notifications/seen', {}, { accept: 'application/json' })).status, 200)
})

test('is somebody’s own', async () => {
  const page = await stranger.get('/notifications')
  assert.deepEqual([page.status, page.headers.get('location')], [303, '/sign-in?next=%2Fnotifications'])
  assert.equal((await stranger.get('/notifications/unread')).status, 401)
  assert.equal((await stranger.post('/notifications/seen')).status, 303)
  assert.equal((await stranger.post('/notifications/from', { from: 'followed' })).status, 303)
})

test('nothing has happened to somebody new', async () => {
  const fresh = await signInAs(server, (await joinNetwork(network, 'fresh')).account)
  const answer = await fresh.get('/notifications')
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), /Nothing has happened yet/)
})

test('what was known stands in when upstream does not answer', async (t) => {
  const { ctx, close } = await openContext(network)
  t.after(close)
  const { fetch } = ctx.auth
  let isDown = true
  ctx.auth.fetch = async (input, init) => {
    const isAsked = new Request(input, init).url.includes('listNotifications')
    return isDown && isAsked ? new Response('{}', { status: 503 }) : fetch(input, init)
  }
  const browser = { cookie: null, userAgent: 'test' }
  const { handle: identifier, password } = reader.account
  const [cookie = ''] = await signInWithPassword(ctx, { identifier, password, address: '127.0.0.1', browser })
  const viewer = await findViewer(ctx, cookie.split(';')[0])
  assert.ok(viewer)
  await assert.rejects(readNotifications(ctx, viewer, { tab: 'all', isPriority: false }), { status: 502 })
  isDown = false
  const known = await readNotifications(ctx, viewer, { tab: 'all', isPriority: false })
  isDown = true
  const stale = await readNotifications(ctx, viewer, { tab: 'all', isPriority: false })
  assert.equal(known.staleSince, undefined)
  assert.ok(stale.staleSince)
  assert.deepEqual(
    stale.rows.map(({ reason, actors }) => [reason, actors.length]),
    known.rows.map(({ reason, actors }) => [reason, actors.length]),
  )
  const likes = await readNotifications(ctx, viewer, { tab: 'likes', isPriority: false })
  assert.deepEqual(
    likes.rows.map(({ reason }) => reason),
    ['like'],
  )
})
