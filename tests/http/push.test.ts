// Push messages: from the firehose to a push service, as chosen; what a browser says is checked.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { saveQuietHours } from '#db/queries/push.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import { tellPerson } from '#server/push/tell-person.ts'
import { saveNotificationTypes } from '#server/writes/save-notification-settings.ts'
import { subscribeBrowser } from '#server/writes/subscribe-browser.ts'
import { untilStreamKnows } from '../await-stream.ts'
import { openContext } from '../context.ts'
import { joinNetwork, listNotified, writeKnownPost } from '../join-network.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startPushService } from '../push-service.ts'
import { readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const createdAt = () => new Date().toISOString()
const [reader, ann, bo] = await Promise.all(['pushed', 'pa', 'pb'].map((name) => joinNetwork(network, name)))
assert.ok(reader && ann && bo)
/** Waits until the AppView lists the record as a notification of the reader. */
const untilListed = (uri: string) =>
  waitFor('the AppView lists it', async () =>
    (await listNotified(reader)).some((notification) => notification.uri === uri),
  )
const post = await writeKnownPost(reader, 'Heron number twenty.')
const me = await signInAs(server, reader.account)
const read = async (path: string) => (await me.get(path)).text()
const key = /data-key="([\w-]+)"/.exec(await read('/settings/notifications'))?.[1] ?? ''
const service = await startPushService(() => key)
after(service.close)
const last = () => service.messages.at(-1)
/** How many browsers the page lists. */
const countBrowsers = async () => (await read('/settings/notifications')).split('Turn off<').length - 1

test('a browser that was turned on is told of a like, a second one in the same words, and of an answer', async () => {
  for (const _ of [1, 2]) assert.equal((await me.post('/push/subscribe', service.target)).status, 303)
  assert.equal(await countBrowsers(), 1)
  await untilStreamKnows(server, me.cookie)
  await ann.agent.like(post.uri, post.cid)
  await waitFor('the first message', async () => service.messages.length === 1)
  const [first] = service.messages
  assert.equal(first?.title, `\u2068${ann.account.handle}\u2069 liked your post`)
  assert.equal(first?.body, 'Heron number twenty.')
  assert.equal(first?.url, '/notifications')
  await bo.agent.like(post.uri, post.cid)
  await waitFor('the second', async () => service.messages.length === 2)
  assert.equal(last()?.title, `\u2068${bo.account.handle}\u2069 and \u2068${ann.account.handle}\u2069 liked your post`)
  assert.equal(last()?.tag, first?.tag)
  const subject = { uri: post.uri, cid: post.cid }
  const answer = await ann.agent.post({
    text: 'Was it the stuffed one?',
    reply: { root: subject, parent: subject },
    langs: ['en'],
    createdAt: createdAt(),
  })
  await waitFor('the third', async () => service.messages.length === 3)
  assert.equal(last()?.body, 'Was it the stuffed one?')
  assert.equal(last()?.url, `/profile/${ann.account.handle}/post/${answer.uri.split('/').at(-1)}`)
})

test('the test button sends, and says what a push service answers', async () => {
  const fields = { part: 'try' }
  const answer = await me.post('/settings/notifications', fields)
  assert.equal(answer.headers.get('location'), '/settings/notifications?done=try#push')
  assert.equal(last()?.title, 'It works')
  service.answer(503)
  const refused = await me.post('/settings/notifications', fields)
  assert.equal(refused.status, 502)
  assert.ok((await refused.text()).includes('the push service answered 503'))
  const isFailing = async () => (await read('/settings/notifications')).includes('has taken nothing for')
  assert.ok(await isFailing())
  service.answer(201)
  await me.post('/settings/notifications', fields)
  assert.ok(!(await isFailing()))
})

test('nobody turns off the browser of somebody else; its own person does', async () => {
  const other = await signInAs(server, bo.account)
  const id = /name="id" value="(\d+)"/.exec(await read('/settings/notifications'))?.[1] ?? ''
  assert.equal((await other.post('/push/unsubscribe', { id })).status, 303)
  assert.equal(await countBrowsers(), 1)
  assert.equal((await me.post('/push/unsubscribe', { id })).status, 303)
  assert.equal(await countBrowsers(), 0)
  assert.equal((await me.post('/settings/notifications', { part: 'try' })).status, 409)
})

test('a browser whose push service knows it no more is forgotten', async () => {
  await me.post('/push/subscribe', service.target)
  service.answer(410)
  assert.equal((await me.post('/settings/notifications', { part: 'try' })).status, 409)
  service.answer(201)
  assert.equal(await countBrowsers(), 0)
})

test('what is no push subscription is refused, and nobody signed out subscribes', async () => {
  const json = { accept: 'application/json' }
  for (const change of [{ endpoint: 'ftp://x' }, { p256dh: 'AAAA' }, { auth: '' }]) {
    assert.equal((await me.post('/push/subscribe', { ...service.target, ...change }, json)).status, 400)
  }
  const stranger = createPerson(server)
  assert.equal((await stranger.post('/push/subscribe', service.target, json)).status, 401)
  assert.match((await stranger.get('/settings/notifications')).headers.get('location') ?? '', /^\/sign-in/)
})

test('kinds are chosen on the network, and a form with mistakes comes back', async () => {
  const saved = await me.post('/settings/notifications', { part: 'types', like: '1', 'like.list': 'on', quote: '1' })
  assert.equal(saved.status, 303)
  assert.ok(!(await read('/settings/notifications')).includes('name="like.push" checked'))
  const preferences = await waitFor('the network knows', async () => {
    const { preferences } = (await reader.agent.app.bsky.notification.getPreferences()).data
    return preferences.like.push ? undefined : preferences
  })
  assert.deepEqual(preferences.like, { include: 'follows', list: true, push: false })
  assert.deepEqual(preferences.quote, { include: 'follows', list: false, push: false })
  assert.deepEqual(preferences.reply, { include: 'all', list: true, push: true })
  const all = { 'like.list': 'on', 'like.push': 'on', 'like.strangers': 'on' }
  const quote = { quote: '1', 'quote.list': 'on', 'quote.push': 'on', 'quote.strangers': 'on' }
  await me.post('/settings/notifications', { part: 'types', like: '1', ...all, ...quote })
  await waitFor('the network knows again', async () => {
    const { preferences } = (await reader.agent.app.bsky.notification.getPreferences()).data
    return preferences.like.push && preferences.quote.list
  })
  for (const [fields, status] of [
    [{ part: 'quiet', from: '22:00', until: '', zone: 'UTC' }, 422],
    [{ part: 'quiet', from: 'late', until: '7:00', zone: 'UTC' }, 422],
    [{ part: 'quiet', from: '22:00', until: '7:00', zone: 'Mars' }, 422],
    [{ part: 'types' }, 400],
    [{ part: 'what' }, 400],
  ] as const) {
    assert.equal((await me.post('/settings/notifications', fields)).status, status, JSON.stringify(fields))
  }
  assert.equal(
    (await me.post('/settings/notifications', { part: 'quiet', from: '22:00', until: '7:30', zone: 'Europe/Oslo' }))
      .status,
    303,
  )
  assert.ok((await read('/settings/notifications')).includes('name="until" type="time" value="07:30"'))
})

test('quiet hours, kinds that are off, muted people and outages', async (t) => {
  const { ctx, close } = await openContext(network)
  t.after(close)
  let isDown = false
  const { fetch } = ctx.auth
  ctx.auth.fetch = async (input, init) => {
    const isAsked = new Request(input, init).url.includes('listNotifications')
    return isDown && isAsked ? new Response('{}', { status: 503 }) : fetch(input, init)
  }
  const told = await startPushService(() => ctx.push.publicKey)
  t.after(told.close)
  const { handle: identifier, password } = reader.account
  const browser = { cookie: null, userAgent: 'test' }
  const [cookie = ''] = await signInWithPassword(ctx, { identifier, password, address: '127.0.0.1', browser })
  const viewer = await findViewer(ctx, cookie.split(';')[0])
  assert.ok(viewer)
  await subscribeBrowser(ctx, viewer, told.target)
  const { uri } = await bo.agent.repost(post.uri, post.cid)
  await untilListed(uri)
  const tell = (isLast = false) => tellPerson(ctx, reader.did, { uris: new Set([uri]), posts: new Set() }, isLast)

  const minute = Math.floor(Date.now() / 60_000) % 1440
  const hours = { quietFrom: (minute + 1439) % 1440, quietUntil: (minute + 120) % 1440, timeZone: 'UTC' }
  await saveQuietHours(ctx.main, viewer.userId, hours, 0)
  await tell()
  await saveQuietHours(ctx.main, viewer.userId, { quietFrom: null, quietUntil: null, timeZone: 'UTC' }, 0)
  assert.equal(told.asked(), 0, 'in quiet hours')

  const choose = (fields: Record<string, string>) => saveNotificationTypes(ctx, viewer, (name) => fields[name] ?? '')
  await choose({ repost: '1', 'repost.list': 'on', 'repost.strangers': 'on' })
  await tell()
  assert.equal(told.asked(), 0, 'a kind that is off')
  await choose({ repost: '1', 'repost.list': 'on', 'repost.push': 'on', 'repost.strangers': 'on' })

  assert.deepEqual(await tell(), { waiting: { uris: new Set(), posts: new Set() }, isOutage: false })
  assert.equal(told.messages.at(-1)?.title, `\u2068${bo.account.handle}\u2069 reposted your post`)
  const unknown = new Set(['at://did:plc:nobody/app.bsky.feed.like/1'])
  const waiting = { uris: unknown, posts: new Set<string>() }
  assert.deepEqual((await tellPerson(ctx, reader.did, waiting, true)).waiting, waiting)
  assert.equal(told.messages.length, 1, 'what the AppView does not list')

  isDown = true
  assert.equal((await tell()).isOutage, true)
  assert.equal(told.messages.length, 1)
  await tell(true)
  assert.equal(told.messages.at(-1)?.title, 'Something new for you')
})

test('two tabs: what each has changed of kinds and of quiet hours counts', async () => {
  const path = '/settings/notifications'
  const kinds = await saveInTwoTabs(me, { path, field: 'like' }, [
    { 'like.push': undefined, 'repost.push': undefined },
    { 'like.strangers': undefined, 'quote.push': undefined },
  ])
  const quiet = { path, field: 'zone' }
  const hours = await saveInTwoTabs(me, quiet, [{ from: '21:00' }, { zone: 'Europe/Paris' }])
  for (const { status } of [...kinds, ...hours]) assert.equal(status, 303)
  await waitFor('the network knows of both', async () => {
    const { like, repost, quote } = (await reader.agent.app.bsky.notification.getPreferences()).data.preferences
    return !like.push && like.include === 'follows' && !repost.push && !quote.push
  })
  const html = await read(path)
  for (const name of ['like.push', 'like.strangers', 'repost.push', 'quote.push']) {
    assert.ok(!html.includes(`name="${name}" checked`), name)
  }
  const shown = () => read(path).then((page) => Object.fromEntries(readFormWith(page, 'zone')))
  assert.partialDeepStrictEqual(await shown(), { from: '21:00', until: '07:30', zone: 'Europe/Paris' })
  const [, both] = await saveInTwoTabs(me, quiet, [{ from: '', until: '' }, { from: '20:00' }])
  const back = Object.fromEntries(readFormWith(await both.text(), 'zone'))
  assert.deepEqual([both.status, back.from, back.until], [409, '20:00', ''])
  assert.partialDeepStrictEqual(await shown(), { from: '', until: '' })
})
