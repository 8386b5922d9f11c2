// A feed that takes from a feed of elsewhere: asked for through the AppView, filtered here, shown in the preview.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { openApi } from '../api-scene.ts'
import { useNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, writeRecord } from '../write-record.ts'

const network = await useNetwork()
const { owner, ownerDid, call } = await openApi(network, { stream: true })
const appview = new AtpAgent({ service: network.appviewUrl })

/** The demo network has a generator of its own; this is one of its feeds, with what the AppView says is in it. */
async function findFeed(rkey: string) {
  const { data } = await appview.app.bsky.unspecced.getPopularFeedGenerators({ limit: 50 })
  const uri = data.feeds.find((feed) => feed.uri.endsWith(`/${rkey}`))?.uri ?? assert.fail(`no feed ${rkey}`)
  const held = (await appview.app.bsky.feed.getFeed({ feed: uri, limit: 50 })).data.feed.map(({ post }) => post)
  return { uri, held }
}

const noReplies = { type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] }

test('what a feed of elsewhere names comes in through the filters', async () => {
  const { uri, held } = await findFeed('night-trains')
  const wanted = held.filter(({ record }) => !('reply' in record)).map((post) => post.uri)
  assert.ok(wanted.length > 0 && wanted.length < held.length)
  const definition = { version: 1, sources: [{ type: 'feed', uri }], filters: [noReplies] }
  const made = await call('POST', '/api/feeds', { body: { title: 'Rails', definition } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const items = await waitFor('its posts', async () => {
    const { body } = await call('GET', `/api/feeds/${made.body.id}/items?limit=100`)
    const uris = (body.items as { uri: string }[]).map((item) => item.uri)
    return wanted.every((one) => uris.includes(one)) && uris
  })
  for (const { uri, record } of held) if ('reply' in record) assert.ok(!items.includes(uri), uri)
})

test('the preview shows its posts, with why', async () => {
  const { uri, held } = await findFeed('endgames')
  const [, , did, , rkey] = uri.split('/')
  const fields = { title: 'x', root: 'all', 'sources.0.type': 'feed', 'sources.0.uri': `/profile/${did}/feed/${rkey}` }
  const page = await (await owner.post('/feeds/build', { ...fields, do: 'preview' })).text()
  assert.match(page, /It is in the other feed\./)
  assert.ok(held.some((post) => page.includes(`/post/${post.uri.split('/').at(-1)}`)))
})

test('a feed that is nowhere is refused with its path', async () => {
  const uri = `at://${network.account('marit').did}/app.bsky.feed.generator/nowhere`
  const definition = {
    version: 1,
    sources: [
      { type: 'hashtags', tags: ['heron'] },
      { type: 'feed', uri },
    ],
    filters: [],
  }
  const { status, body } = await call('POST', '/api/feeds', { body: { title: 'Nowhere', definition } })
  assert.equal(status, 422)
  assert.match(JSON.stringify(body), /"path":"definition\.sources\.1\.uri","message":"There is no such feed\."/)
})

test('a feed that does not answer is told to whoever takes from it', async () => {
  const { uri: known } = await findFeed('endgames')
  const { data } = await appview.app.bsky.feed.getFeedGenerator({ feed: known })
  const maker = await network.createAccount(`taken-from-${randomBytes(2).toString('hex')}`)
  const agent = await openSession(network, maker)
  const record = { did: data.view.did, displayName: 'Unknown to its server' }
  const { uri } = (await writeRecord(agent, 'app.bsky.feed.generator', record)).data
  const definition = { version: 1, sources: [{ type: 'feed', uri }], filters: [] }
  const made = await waitFor('the AppView knows it', async () => {
    const answer = await call('POST', '/api/feeds', { body: { title: 'Silent', definition } })
    return answer.status === 201 && answer
  })
  const [, , did, , rkey] = uri.split('/')
  const page = await waitFor('it was asked', async () => {
    const html = await (await owner.get(`/feeds/${made.body.id}`)).text()
    return html.includes('A source has trouble') && html
  })
  assert.match(page, new RegExp(`href="[^"]*/profile/${did}/feed/${rkey}">Source 1, posts from another feed</a>`))
})

test('a search names people by handle, and is kept with their DIDs', async () => {
  const { handle, did } = network.account('marit')
  const search = (query: string) => ({ version: 1, sources: [{ type: 'search', query }], filters: [] })
  const made = await call('POST', '/api/feeds', {
    body: { title: 'Hers', definition: search(`from:@${handle} -mentions:me`) },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { body } = await call('GET', `/api/feeds/${made.body.id}`)
  assert.match(JSON.stringify(body), new RegExp(`"query":"from:${did} -mentions:${ownerDid}"`))
  const refused = await call('POST', '/api/feeds', {
    body: { title: 'No', definition: search('boats from:nobody.test') },
  })
  assert.equal(refused.status, 422)
  assert.match(
    JSON.stringify(refused.body),
    /"path":"definition\.sources\.0\.query","message":"Nobody is called “nobody\.test”\."/,
  )
})
