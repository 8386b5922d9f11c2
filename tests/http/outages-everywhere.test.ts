// Upstream hangs, fails, asks for a pause or talks nonsense: every page there is to read answers, and says what it can.
import { after } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { testOutages } from './outage-rounds.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: { ...upstream.settings, UPSTREAM_PATIENCE: '1500' } })
after(async () => {
  await server.close()
  await upstream.close()
})

const cookie = await signIn(server, network.account('marit'))
const [, , did, , rkey] = network.posts.sleeper?.uri.split('/') ?? []
const [, , listDid, , listKey] = network.lists['railway-people']?.uri.split('/') ?? []
const post = `/profile/${did}/post/${rkey}`
const list = `/profile/${listDid}/lists/${listKey}`
const pathOf = (kind: string, uri = '') => `/profile/${uri.split('/')[2]}/${kind}/${uri.split('/').at(-1)}`
const [feed] = Object.values(network.feeds)
const packs = new URLSearchParams({ repo: network.account('marit').did, collection: 'app.bsky.graph.starterpack' })
const kept = await fetch(`${network.pdsUrl}/xrpc/com.atproto.repo.listRecords?${packs}`)
const [pack] = ((await kept.json()) as { records: { uri: string }[] }).records
const packPath = `/starter-pack/${pack?.uri.split('/')[2]}/${pack?.uri.split('/').at(-1)}`
const published = encodeURIComponent(`${server.url}${post}`)

/** What everybody may read. */
const publicPages = [
  '/profile/ines.test',
  '/profile/ines.test?tab=lists',
  '/profile/ines.test/followers',
  '/profile/ines.test/follows',
  '/profile/ines.test/search?q=clay',
  '/profile/ines.test/labeler',
  pathOf('feed', feed?.uri),
  `${pathOf('feed', feed?.uri)}/liked-by`,
  post,
  `${post}?view=article`,
  `${post}/quotes`,
  `${post}/liked-by`,
  `${post}/reposted-by`,
  list,
  `${list}?tab=people`,
  packPath,
  `${packPath}?tab=posts`,
  '/hashtag/NightTrains',
  '/search?q=train',
  '/search?q=train&tab=people',
  '/search?q=train&tab=feeds',
]
/** What lives on this box, or is somebody's own. */
const ownPages = [
  '/',
  `/?feed=${encodeURIComponent(network.lists['railway-people']?.uri ?? '')}`,
  '/notifications',
  '/notifications?show=replies',
  '/saved',
  '/feeds',
  '/lists',
  '/suggestions',
  '/search',
  '/profile/ines.test/known-followers',
  '/profile/ines.test/similar',
  '/profile/ines.test/mutuals',
  '/menu',
]
const documents = [
  '/profile/ines.test/rss.xml',
  '/profile/ines.test/atom.xml',
  '/profile/ines.test/feed.json',
  `${list}/rss.xml`,
  '/hashtag/NightTrains/rss.xml',
  '/search/rss.xml?q=train',
  `/oembed?url=${published}`,
]

testOutages({
  server,
  setMood: upstream.setMood,
  pages: () => [
    ...publicPages.flatMap((path) => [cookie, ''].map((who) => ({ path, who }))),
    ...ownPages.map((path) => ({ path, who: cookie })),
  ],
  documents,
})
