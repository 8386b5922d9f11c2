// Notifications of the rarer kinds, made of real records: by way of a repost, of a starter pack, of a
// verification. The demo's AppView makes none of subscriptions and contacts: src/server/atproto has tables of those.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, pageWhen, writeRecord } from '../write-record.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(3).toString('hex')
const join = async (name: string) => {
  const account = await network.createAccount(`${name}-${tag}`)
  return { account, agent: await openSession(network, account) }
}
const [reader, author, other] = [await join('rare'), await join('author'), await join('other')]
const createdAt = new Date().toISOString()
const reasons = async () => {
  const { data } = await reader.agent.app.bsky.notification.listNotifications({ limit: 50 })
  return data.notifications.map(({ reason }) => reason)
}
const told = (reason: string) => waitFor(reason, async () => (await reasons()).includes(reason))

const post = await author.agent.post({ text: 'Somebody else’s post', createdAt })
await waitFor('the post', async () => {
  const { data } = await author.agent.app.bsky.feed.getPosts({ uris: [post.uri] })
  return data.posts.length === 1
})
const repost = await reader.agent.repost(post.uri, post.cid)
const person = await signInAs(server, reader.account)

test('a like and a repost by way of a repost', async () => {
  for (const collection of ['app.bsky.feed.like', 'app.bsky.feed.repost']) {
    await writeRecord(other.agent, collection, { subject: { uri: post.uri, cid: post.cid }, via: repost })
  }
  await told('like-via-repost')
  await told('repost-via-repost')
  const likes = await pageWhen(person, '/notifications?show=likes', (html) =>
    html.includes('liked a post that you reposted'),
  )
  assert.match(likes, new RegExp(`href="/profile/other-${tag}\\.test"`))
  await pageWhen(person, '/notifications?show=reposts', (html) => html.includes('reposted a post that you reposted'))
})

test('somebody who joined by a starter pack', async () => {
  const list = await writeRecord(reader.agent, 'app.bsky.graph.list', {
    name: 'Start',
    purpose: 'app.bsky.graph.defs#referencelist',
  })
  const pack = await writeRecord(reader.agent, 'app.bsky.graph.starterpack', {
    name: 'Start here',
    list: list.data.uri,
  })
  await waitFor('the pack', async () => {
    const { data } = await reader.agent.app.bsky.graph.getStarterPack({ starterPack: pack.data.uri })
    return data.starterPack.uri === pack.data.uri
  })
  const joinedViaStarterPack = { uri: pack.data.uri, cid: pack.data.cid }
  await writeRecord(author.agent, 'app.bsky.actor.profile', { displayName: 'A joiner', joinedViaStarterPack }, 'self')
  await told('starterpack-joined')
  await pageWhen(person, '/notifications?show=others', (html) => html.includes('joined by your starter pack'))
})

test('who was verified is told so', async () => {
  const marit = await signInAs(server, network.account('marit'))
  const html = await (await marit.get('/notifications?show=others')).text()
  assert.match(html, /verified your account/)
})
