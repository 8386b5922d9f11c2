// Posts of people that somebody asked to hear about: from the firehose to their browser, as the AppView shows them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import { findPostNews } from '#server/push/tell-posts.ts'
import { saveNotificationTypes } from '#server/writes/save-notification-settings.ts'
import { untilStreamKnows } from '../await-stream.ts'
import { openContext } from '../context.ts'
import { joinNetwork, writeKnownPost } from '../join-network.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startPushService } from '../push-service.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const names = ['hears', 'writes', 'answers']
const [reader, writer, talker] = await Promise.all(names.map((name) => joinNetwork(network, name)))
assert.ok(reader && writer && talker)
const root = await writeKnownPost(writer, 'Before anybody asked.')
for (const { did } of [writer, talker]) await reader.agent.follow(did)
const me = await signInAs(server, reader.account)
const key = /data-key="([\w-]+)"/.exec(await (await me.get('/settings/notifications')).text())?.[1] ?? ''
const service = await startPushService(() => key)
after(service.close)
const titles = () => service.messages.map(({ title }) => title)
const write = (who: typeof writer, text: string, more = {}) =>
  who.agent.post({ text, createdAt: new Date().toISOString(), ...more })
/** `stream` looks at what people want to hear of when a new session begins to listen. */
const settle = async () => untilStreamKnows(server, (await signInAs(server, reader.account)).cookie)

test('what was asked for in another app is told, and answers are not', async () => {
  const activitySubscription = { post: true, reply: false }
  await reader.agent.app.bsky.notification.putActivitySubscription({ subject: writer.did, activitySubscription })
  await waitFor('the AppView knows', async () => {
    const { data } = await reader.agent.app.bsky.notification.listActivitySubscriptions({})
    return data.subscriptions.length === 1
  })
  assert.equal((await me.post('/push/subscribe', service.target)).status, 303)
  await settle()
  await write(writer, 'An answer to myself', { reply: { root, parent: root } })
  const { uri } = await write(writer, 'The ferry is late', { langs: ['en'] })
  await waitFor('the message', async () => service.messages.length > 0)
  const [first] = service.messages
  assert.equal(first?.title, `New from \u2068${writer.account.handle}\u2069`)
  assert.deepEqual([first?.body, first?.lang, first?.tag], ['The ferry is late', 'en', `subscribed-post ${uri}`])
  assert.equal(first?.url, `/profile/${writer.account.handle}/post/${uri.split('/').at(-1)}`)
  assert.equal(service.messages.length, 1, 'answers were not asked for')
})

test('what is asked for here is told at once, answers too; what is taken back is not', async () => {
  assert.equal((await me.post('/subscribe', { did: talker.did, what: 'replies' })).status, 303)
  assert.equal((await me.post('/subscribe', { did: writer.did, what: 'none' })).status, 303)
  await settle()
  await write(writer, 'Nobody hears this')
  await write(talker, 'Answered', { reply: { root, parent: root } })
  await waitFor('the message', async () => service.messages.length > 1)
  assert.deepEqual(titles().slice(1), [`New from \u2068${talker.account.handle}\u2069`])
  assert.equal(service.messages[1]?.body, 'Answered')
})

test('nothing is told of somebody muted, nor of the kind when it is off; what is not known yet is waited for', async (t) => {
  const { ctx, close } = await openContext(network)
  t.after(close)
  const { handle: identifier, password } = reader.account
  const browser = { cookie: null, userAgent: 'test' }
  const [cookie = ''] = await signInWithPassword(ctx, { identifier, password, address: '127.0.0.1', browser })
  const viewer = await findViewer(ctx, cookie.split(';')[0])
  assert.ok(viewer)
  const loud = await writeKnownPost(talker, 'Not for these ears')
  const unknown = 'at://did:plc:nobody/app.bsky.feed.post/3kaaaaaaaaaaa'
  const look = () => findPostNews(ctx, viewer, new Set([root.uri, loud.uri, unknown]))
  const bodies = async () => (await look()).messages.map(({ body }) => body)
  assert.deepEqual((await look()).waiting, new Set([unknown]))
  assert.deepEqual(await bodies(), ['Before anybody asked.', 'Not for these ears'])
  await reader.agent.mute(talker.did)
  await waitFor('the mute counts', async () => (await bodies()).length === 1)
  assert.deepEqual(await bodies(), ['Before anybody asked.'])
  await saveNotificationTypes(ctx, viewer, (name) => ({ subscribedPost: '1', 'subscribedPost.list': 'on' })[name] ?? '')
  assert.deepEqual(await bodies(), [])
})
