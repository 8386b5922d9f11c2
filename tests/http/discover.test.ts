// What an AppView suggests, and what becomes of answers that are broken, missing or not offered: the AppView of the
// demo network suggests nothing, so another one stands before it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startAppview } from '../appview.ts'
import { useNetwork } from '../network.ts'
import { createPerson } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const appview = await startAppview(network.appviewUrl)
after(appview.close)
const server = await startServer(network, { settings: { APPVIEW_URL: appview.url } })
after(server.close)
const stranger = createPerson(server)
const read = async (path: string) => {
  const answer = await stranger.get(path)
  return { status: answer.status, html: await answer.text() }
}

const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const time = '2026-01-01T00:00:00Z'
const creator = { did, handle: 'ana.example.net', displayName: 'Ana' }
const feed = (name: string, more: object = {}) => ({
  uri: `at://${did}/app.bsky.feed.generator/${name}`,
  cid: 'bafyreib2rxk3rybk3aobmv5cjuql3bm2twh4jo5uxgf5kpqcsgz7soitae',
  did: 'did:web:feeds.example.net',
  creator,
  displayName: name,
  indexedAt: time,
  ...more,
})
const label = (val: string, uri: string) => ({ src: did, uri, val, cts: time })
const shy = { ...creator, labels: [label('!no-unauthenticated', did)] }

test('suggested and popular feeds, page by page, each once, without what is not for strangers', async () => {
  appview.answers.set('app.bsky.feed.getSuggestedFeeds', () => ({
    feeds: [feed('Ferns', { likeCount: 1204 }), feed('Secret', { creator: shy })],
  }))
  appview.answers.set('app.bsky.unspecced.getPopularFeedGenerators', (query) =>
    query.get('cursor') === 'two'
      ? { feeds: [feed('Mosses')] }
      : { feeds: [feed('Ferns'), feed('Lichens', { displayName: '<i>Lichens' })], cursor: 'two' },
  )
  const { status, html } = await read('/feeds')
  assert.equal(status, 200)
  assert.match(html, /id="suggested".*Ferns.*1,204 likes.*id="found".*&lt;i&gt;Lichens/s)
  assert.equal(html.match(/feed\/Ferns"/g)?.length, 1)
  assert.doesNotMatch(html, /Secret|<i>Lichens/)
  const next = /href="(\?cursor=two)" rel="next"/.exec(html)?.[1]
  const second = await read(`/feeds${next}`)
  assert.match(second.html, /Mosses/)
  assert.doesNotMatch(second.html, /id="suggested"/)
})

test('suggestions that fail leave the rest; a search that is not offered says so', async () => {
  appview.answers.set('app.bsky.feed.getSuggestedFeeds', () => 500)
  appview.answers.set('app.bsky.unspecced.getPopularFeedGenerators', (query) =>
    query.has('query') ? 501 : { feeds: [] },
  )
  // What strangers read is remembered for a minute, so this asks for what nobody has read yet.
  const empty = await read('/feeds?cursor=three')
  assert.deepEqual([empty.status, /Nothing to discover/.test(empty.html)], [200, true])
  const search = await read('/feeds?q=ferns')
  assert.deepEqual([search.status, /Not offered here/.test(search.html)], [501, true])
})

test('people to follow, and people like somebody', async () => {
  const person = (name: string, more: object = {}) => ({
    did: `did:plc:${name}`,
    handle: `${name}.example.net`,
    ...more,
  })
  appview.answers.set('app.bsky.actor.getSuggestions', (query) =>
    query.get('cursor') === 'two'
      ? 501
      : {
          actors: [
            person('bea'),
            person('cleo', { labels: [{ ...label('!no-unauthenticated', 'did:plc:cleo'), src: 'did:plc:cleo' }] }),
          ],
          cursor: 'two',
        },
  )
  appview.answers.set('app.bsky.graph.getSuggestedFollowsByActor', (query) =>
    query.get('actor') === 'ines.test' ? { suggestions: [person('dora'), person('dora')] } : 501,
  )
  const first = await read('/suggestions')
  assert.match(first.html, /@bea\.example\.net.*\?cursor=two/s)
  assert.doesNotMatch(first.html, /cleo/)
  assert.equal((await read('/suggestions?cursor=two')).status, 501)
  const similar = await read('/profile/ines.test/similar')
  assert.equal(similar.html.match(/@dora\.example\.net/g)?.length, 1)
  const other = await read('/profile/kenji.test/similar')
  assert.deepEqual([other.status, /does not offer this/.test(other.html)], [501, true])
})

test('answers that make no sense are said to be none', async () => {
  appview.answers.set('app.bsky.graph.getStarterPack', () => ({ starterPack: 4 }))
  appview.answers.set('app.bsky.feed.getFeedGenerators', () => [])
  for (const path of [`/starter-pack/${did}/x`, `/profile/${did}/feed/x`]) {
    const { status, html } = await read(path)
    assert.deepEqual([status, /Bluesky did not answer/.test(html)], [502, true], path)
  }
})

test('what lists, packs and labelers leave open never takes the page down', async () => {
  const base = `/profile/${did}`
  const cid = feed('x').cid
  const list = {
    ...{ uri: `at://${did}/app.bsky.graph.list/x`, cid, creator, name: '\u200b', indexedAt: time },
    purpose: 'app.bsky.graph.defs#hologram',
  }
  const items = [{ uri: `at://${did}/app.bsky.graph.listitem/x`, subject: creator }]
  appview.answers.set('app.bsky.graph.getList', () => ({ list, items, cursor: 'next' }))
  appview.answers.set('app.bsky.feed.getListFeed', () => ({ feed: [] }))
  const shown = await read(`${base}/lists/x`)
  assert.match(shown.html, /A list by Ana.*@ana\.example\.net.*href="\?tab=people&[^"]*cursor=next"/s)
  const record = { name: 3, description: [], descriptionFacets: 'x' }
  const pack = { uri: `at://${did}/app.bsky.graph.starterpack/y`, cid, creator, record, indexedAt: time }
  appview.answers.set('app.bsky.graph.getStarterPack', () => ({ starterPack: pack }))
  const bare = await read(`/starter-pack/${did}/y`)
  assert.match(bare.html, /A starter pack by Ana.*Nobody here/s)
  const locales = [
    { lang: 'en', name: 'Wet', description: 'It rains' },
    { lang: 'nb-NO', name: 'Vått', description: 'Det regner' },
  ]
  const wet = { identifier: 'wet', blurs: 'content', severity: 'alert', locales, defaultSetting: 'hide' }
  const policies = { labelValues: ['wet', 'wet', 'unknown', '<b>'], labelValueDefinitions: [wet] }
  const $type = 'app.bsky.labeler.defs#labelerViewDetailed'
  const uri = `at://${did}/app.bsky.labeler.service/self`
  const view = { $type, uri, cid, creator, policies, likeCount: 3, indexedAt: time }
  appview.answers.set('app.bsky.labeler.getServices', () => ({ views: [view] }))
  const answer = await stranger.get(`${base}/labeler`, { 'accept-language': 'no, nb;q=0.9, en;q=0.1' })
  const html = await answer.text()
  assert.match(
    html,
    /3 likes.*<h2 lang="nb-NO"[^>]*>Vått.*Det regner.*Warns, covers the post.*Hides posts unless changed/s,
  )
  assert.match(html, /unknown.*&lt;b&gt;/s)
  assert.equal(html.match(/Vått/g)?.length, 1)
})
