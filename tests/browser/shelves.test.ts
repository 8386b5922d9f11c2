// Feeds, lists, starter packs, labelers and suggestions: valid HTML, no accessibility violation, light and dark.
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startFeedGenerator } from '../feed-generator.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { createMaker, type Maker } from '../shelf-records.ts'
import { waitFor } from '../wait-for.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(3).toString('hex')
let server: TestServer
let generator: Awaited<ReturnType<typeof startFeedGenerator>>
let maker: Maker
let pack: string

before(async () => {
  server = await startServer(network)
  generator = await startFeedGenerator()
  maker = await createMaker(network, `looks-${tag}`)
  const collection = 'app.bsky.feed.generator'
  const words = { did: generator.did, displayName: `Looks ${tag}`, description: 'A feed to look at' }
  const feed = await maker.write(collection, { ...words, contentMode: 'app.bsky.feed.defs#contentModeVideo' }, 'looks')
  const cold = await maker.write(collection, { did: generator.did, displayName: 'Cold' }, 'cold')
  generator.feeds.set(feed, [network.posts.sleeper?.uri ?? ''])
  const people = await maker.writeList('behind', 'referencelist', [network.account('ines').did])
  const fields = { name: 'Start', description: 'Begin here', list: people, feeds: [{ uri: feed }] }
  pack = await maker.write('app.bsky.graph.starterpack', fields)
  await maker.agent.app.bsky.feed.like.create(
    { repo: maker.account.did },
    { subject: { uri: feed, cid: await cidOf(feed) }, createdAt: new Date().toISOString() },
  )
  await maker.agent.addSavedFeeds([
    { type: 'timeline', value: 'following', pinned: true },
    { type: 'feed', value: feed, pinned: true },
    { type: 'feed', value: `${cold}-gone`, pinned: false },
    { type: 'list', value: network.lists['kiln-openers']?.uri ?? '', pinned: false },
  ])
  await waitFor('the AppView knows feeds, like and pack', async () => {
    const { agent } = maker
    const { data } = await agent.app.bsky.feed.getFeedGenerators({ feeds: [feed, cold] })
    const likes = await agent.app.bsky.feed.getLikes({ uri: feed })
    const packs = await agent.app.bsky.graph.getStarterPack({ starterPack: pack })
    return data.feeds.length === 2 && likes.data.likes.length === 1 && packs.data.starterPack.feeds?.length === 1
  })
})
after(async () => {
  await server?.close()
  await generator?.close()
})

async function cidOf(uri: string): Promise<string> {
  const [, , repo = '', collection = '', rkey = ''] = uri.split('/')
  return (await maker.agent.com.atproto.repo.getRecord({ repo, collection, rkey })).data.cid ?? ''
}

const pathOf = (uri = '') => `/profile/${uri.split('/')[2]}/lists/${uri.split('/').at(-1)}`

function listPages(): [path: string, status?: number][] {
  const base = `/profile/${maker.account.handle}/feed`
  const packPath = `/starter-pack/${maker.account.handle}/${pack.split('/').at(-1)}`
  const curated = pathOf(network.lists['railway-people']?.uri)
  return [
    [`/feeds?q=${encodeURIComponent(`looks ${tag}`)}`],
    ['/feeds?q=nothing-is-called-so'],
    [`${base}/looks`],
    [`${base}/cold`],
    [`${base}/looks/liked-by`],
    [curated],
    [`${curated}?tab=people`],
    [pathOf(network.lists['loud-before-nine']?.uri)],
    [packPath],
    [`${packPath}?tab=feeds`],
    [`${packPath}?tab=posts`],
    ['/profile/marsh.test/labeler'],
    ['/suggestions'],
    ['/profile/ines.test/similar'],
    [`${base}/none`, 404],
  ]
}

for (const colorScheme of ['light', 'dark'] as const) {
  const check = colorScheme === 'light' ? checkPage : checkColours
  const options = { colorScheme, bypassCSP: true, expected: [/status of 40[34]/] }

  test(`signed out, ${colorScheme}`, async (t) => {
    const page = await openPage(t, { ...options, origin: server.url })
    for (const [path, status] of [...listPages(), ['/feeds'] as const]) await check(page, server.url + path, status)
  })

  test(`signed in, ${colorScheme}`, async (t) => {
    const page = await openPage(t, { ...options, origin: server.url })
    await page.context().addCookies(await cookiesOf(server, maker.account))
    const own = ['/feeds', '/feeds?tab=discover', '/lists'].map((path): [string] => [path])
    for (const [path, status] of [...own, ...listPages()]) await check(page, server.url + path, status)
  })

  test(`lists and labels of a subscriber, ${colorScheme}`, async (t) => {
    const page = await openPage(t, { ...options, origin: server.url })
    await page.context().addCookies(await cookiesOf(server, network.account('marit')))
    await check(page, `${server.url}/lists`)
    await check(page, `${server.url}/profile/marsh.test/labeler`)
  })
}
