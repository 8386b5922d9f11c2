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
let curated: string

before(async () => {
  server = await startServer(network, { stream: true })
  generator = await startFeedGenerator()
  maker = await createMaker(network, `looks-${tag}`)
  const collection = 'app.bsky.feed.generator'
  const words = { did: generator.did, displayName: `Looks ${tag}`, description: 'A feed to look at' }
  const feed = await maker.write(collection, { ...words, contentMode: 'app.bsky.feed.defs#contentModeVideo' }, 'looks')
  const cold = await maker.write(collection, { did: generator.did, displayName: 'Cold' }, 'cold')
  generator.feeds.set(feed, [network.posts.sleeper?.uri ?? ''])
  // Posts of their own, and few of them: what is far below the window is not laid out, which axe takes for overlapping.
  const { account } = maker
  const post = await maker.agent.post({ text: 'Something to look at', createdAt: new Date().toISOString() })
  const people = await maker.writeList('behind', 'referencelist', [account.did])
  curated = await maker.writeList(`People ${tag}`, 'curatelist', [account.did])
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
    const posts = await agent.app.bsky.feed.getListFeed({ list: curated })
    const isPosted = posts.data.feed.some((item) => item.post.uri === post.uri)
    return (
      data.feeds.length === 2 && likes.data.likes.length === 1 && packs.data.starterPack.feeds?.length === 1 && isPosted
    )
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
  const list = pathOf(curated)
  return [
    [`/feeds?q=${encodeURIComponent(`looks ${tag}`)}`],
    ['/feeds?q=nothing-is-called-so'],
    [`${base}/looks`],
    [`${base}/cold`],
    [`${base}/looks/liked-by`],
    [list],
    [`${list}?tab=people`],
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

/** What differs for strangers, and what holds every colour there is. */
function listFew(): [path: string, status?: number][] {
  const wanted = /\/looks$|tab=people|starter-pack\/[^?]*$|labeler$|^\/feeds\?q=looks/
  return [['/feeds'], ...listPages().filter(([path]) => wanted.test(path))]
}

const light = { colorScheme: 'light' as const, bypassCSP: true, expected: [/status of 404/] }

test('signed out, light', async (t) => {
  const page = await openPage(t, { ...light, origin: server.url })
  for (const [path, status] of listFew()) await checkPage(page, server.url + path, status)
})

test('signed in, light', async (t) => {
  const page = await openPage(t, { ...light, origin: server.url })
  await page.context().addCookies(await cookiesOf(server, maker.account))
  const own = ['/feeds', '/feeds?tab=discover', '/lists'].map((path): [string] => [path])
  for (const [path, status] of [...own, ...listPages()]) await checkPage(page, server.url + path, status)
})

test('signed in, dark', async (t) => {
  const page = await openPage(t, { ...light, colorScheme: 'dark', origin: server.url })
  await page.context().addCookies(await cookiesOf(server, network.account('marit')))
  for (const [path] of [...listFew(), ['/lists'] as const]) await checkColours(page, server.url + path)
})
