// The home page: tabs from preferences of any kind, a feed that answers, and feeds that do not.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { type AppBskyActorDefs, AtpAgent } from '@atproto/api'
import { startFeedGenerator } from '../feed-generator.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const generator = await startFeedGenerator()
after(generator.close)
const tag = randomBytes(2).toString('hex')
const account = await network.createAccount(`tabs-${tag}`)
const agent = new AtpAgent({ service: network.pdsUrl })
await agent.login({ identifier: account.handle, password: account.password })
const feedUri = (rkey: string) => `at://${account.did}/app.bsky.feed.generator/${rkey}`
const list = network.lists['railway-people']?.uri ?? ''
const uri = (key: string) => network.posts[key]?.uri ?? ''

async function writeFeed(rkey: string, displayName: string, did: string): Promise<void> {
  const record = { did, displayName, createdAt: new Date().toISOString() }
  await agent.app.bsky.feed.generator.create({ repo: account.did, rkey }, record)
}
await writeFeed('ovens', '<b>Ovens</b>', generator.did)
await writeFeed('cold', 'Cold kilns', generator.did)
await writeFeed('lost', 'Lost', 'did:web:localhost%3A9')
generator.feeds.set(feedUri('ovens'), [uri('wren-weight'), `${uri('sleeper')}zzz`, uri('sleeper')])
generator.feeds.set(feedUri('quiet'), [])
await writeFeed('quiet', 'Quiet', generator.did)

const items = [
  { id: '0', type: 'hologram', value: 'x', pinned: true },
  { id: '1', type: 'list', value: list, pinned: true },
  { id: '2', type: 'timeline', value: 'following', pinned: true },
  { id: '3', type: 'feed', value: feedUri('ovens'), pinned: true },
  { id: '4', type: 'feed', value: feedUri('gone'), pinned: true },
  { id: '5', type: 'feed', value: 'javascript:alert(1)', pinned: true },
  { id: '6', type: 'feed', value: feedUri('cold'), pinned: true },
  { id: '7', type: 'feed', value: feedUri('lost'), pinned: false },
  { id: '8', type: 'feed', value: feedUri('quiet'), pinned: false },
]
const preferences = [
  { $type: 'app.bsky.actor.defs#savedFeedsPrefV2', items },
  { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' },
] as unknown as AppBskyActorDefs.Preferences
await agent.app.bsky.actor.putPreferences({ preferences })
await waitFor('the AppView knows the feeds', async () => {
  const feeds = ['ovens', 'cold', 'lost', 'quiet'].map(feedUri)
  const { data } = await agent.app.bsky.feed.getFeedGenerators({ feeds })
  return data.feeds.length === feeds.length
})
const { cookie } = await signInAs(server, account)
const newcomer = await network.createAccount(`fresh-${tag}`)
const fresh = await signInAs(server, newcomer)

testScenarios(server, [
  {
    name: 'the first tab is the home page, here a list; tabs stand in the person’s order',
    path: '/',
    cookie,
    status: 200,
    contains: [
      /aria-current="page"[^>]*>\s*<bdi>Railway people/,
      /Railway people.*href="\/\?feed=following".*&lt;b&gt;Ovens.*<bdi>gone<\/bdi>.*Cold kilns.*/s,
      /More feeds.*<bdi>Lost<\/bdi>.*<bdi>Quiet<\/bdi>.*<h1>|<h1>.*More feeds.*<bdi>Lost<\/bdi>.*<bdi>Quiet<\/bdi>/s,
      '<article',
    ],
    lacks: ['javascript:', 'hologram'],
  },
  {
    name: 'Following, of somebody who follows nobody',
    path: '/?feed=following',
    cookie,
    status: 200,
    contains: ['Nothing here yet', /href="\/\?feed=following" aria-current="page"/],
  },
  {
    name: 'a feed, as its generator ranks it, without what is not there',
    path: `/?feed=${feedUri('ovens')}`,
    cookie,
    status: 200,
    contains: [/one-pound coin.*Barcelona–Hendaye/s, '<title>&lt;b&gt;Ovens'],
    lacks: ['<b>Ovens'],
  },
  {
    name: 'a feed that is gone',
    path: `/?feed=${feedUri('gone')}`,
    cookie,
    status: 404,
    contains: ['“gone” is gone', 'href="/"', 'Cold kilns'],
    lacks: ['Try again'],
  },
  {
    name: 'a feed whose generator refuses',
    path: `/?feed=${feedUri('cold')}`,
    cookie,
    status: 400,
    contains: ['“Cold kilns” cannot be shown', 'The kiln is cold', 'Try again'],
  },
  {
    name: 'a feed whose generator is nowhere',
    path: `/?feed=${feedUri('lost')}`,
    cookie,
    status: 502,
    contains: ['“Lost” does not answer', 'Try again', /aria-current="page"[^>]*>\s*<bdi>Lost/],
  },
  {
    name: 'a feed without posts',
    path: `/?feed=${feedUri('quiet')}`,
    cookie,
    status: 200,
    contains: ['“Quiet” has no posts at the moment.'],
  },
  {
    name: 'a feed that is not saved leads to its page',
    path: '/?feed=at://did:plc:nobody/app.bsky.feed.generator/x',
    cookie,
    status: 303,
    location: '/profile/did:plc:nobody/feed/x',
  },
  {
    name: 'a list that is not saved leads to its page',
    path: '/?feed=at://did:plc:nobody/app.bsky.graph.list/x',
    cookie,
    status: 303,
    location: '/profile/did:plc:nobody/lists/x',
  },
  { name: 'no feed', path: '/?feed=//evil.example', cookie, status: 404 },
  { name: 'somebody who never chose', path: '/', cookie: fresh.cookie, status: 200, contains: ['Nothing here yet'] },
  { name: 'a stranger', path: '/?feed=following', status: 200, contains: ['A quiet place to read'] },
])

test('who only reads finds nothing changed in their preferences', async () => {
  const other = new AtpAgent({ service: network.pdsUrl })
  await other.login({ identifier: newcomer.handle, password: newcomer.password })
  const { data } = await other.app.bsky.actor.getPreferences({})
  assert.deepEqual(
    data.preferences.filter(({ $type }) => $type === 'app.bsky.actor.defs#savedFeedsPrefV2'),
    [],
  )
})
