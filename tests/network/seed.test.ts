// What the AppView of the seeded network says about the people and posts in it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useNetwork } from '../network.ts'

const network = await useNetwork()

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into, then asserted
type Json = Record<string, any>

async function ask(method: string, params: Record<string, string>, labeler?: string): Promise<Json> {
  const query = new URLSearchParams(params)
  const headers: HeadersInit = labeler ? { 'atproto-accept-labelers': labeler } : {}
  const response = await fetch(`${network.appviewUrl}/xrpc/${method}?${query}`, { headers })
  assert.equal(response.status, 200, `${method} ${query}`)
  return (await response.json()) as Json
}

async function post(key: string, labeler?: string): Promise<Json> {
  const { posts } = await ask('app.bsky.feed.getPosts', { uris: network.posts[key]?.uri ?? '' }, labeler)
  return posts[0]
}

const labelValues = (subject: Json) => subject.labels.map((label: Json) => label.val).sort()

test('people have names, pictures that load, and a pinned post', async () => {
  const profile = await ask('app.bsky.actor.getProfile', { actor: 'ines.test' })
  assert.equal(profile.displayName, 'Inês Carvalho')
  assert.equal(profile.pinnedPost.uri, network.posts.wrapping?.uri)
  for (const url of [profile.avatar, profile.banner]) {
    assert.ok(url.startsWith(network.imageOrigin))
    const picture = await fetch(url)
    assert.equal(picture.status, 200)
    assert.match(picture.headers.get('content-type') ?? '', /^image\//)
  }
})

test('everybody but the newcomer and the labeler has written, some two hundred posts in all', async () => {
  let total = 0
  for (const { handle } of network.accounts) {
    const { postsCount } = await ask('app.bsky.actor.getProfile', { actor: handle })
    assert.equal(postsCount > 0, !['paperboat.test', 'marsh.test'].includes(handle), handle)
    total += postsCount
  }
  assert.ok(total >= 200, `${total} posts`)
  assert.ok(network.accounts.length >= 14)
})

test('facets are measured in bytes, also behind joined emoji and right-to-left text', async () => {
  const { record } = await post('facets')
  const bytes = Buffer.from(record.text)
  const seen = record.facets.map(({ index, features }: Json) => [
    features[0].$type.split('#')[1],
    bytes.subarray(index.byteStart, index.byteEnd).toString(),
  ])
  assert.deepEqual(seen, [
    ['mention', '@amina.test'],
    ['mention', '@yael.test'],
    ['link', 'meiner Seite'],
    ['link', 'https://folien.example.com/graz?lang=de&seite=2'],
    ['tag', '#Fehlermeldungen'],
    ['tag', '#日本語'],
    ['tag', '#كتب'],
  ])
})

test('a post of exactly 300 graphemes was taken', async () => {
  const { record } = await post('three-hundred')
  assert.equal([...new Intl.Segmenter().segment(record.text)].length, 300)
})

test('right-to-left posts carry their language', async () => {
  const { record } = await post('atlas')
  assert.deepEqual(record.langs, ['ar'])
  assert.match(record.text, /^\p{Script=Arabic}/u)
})

for (const [key, type] of Object.entries({
  'november-kiln': 'app.bsky.embed.images#view',
  gallery: 'app.bsky.embed.gallery#view',
  atlas: 'app.bsky.embed.external#view',
  'record-with-media': 'app.bsky.embed.recordWithMedia#view',
  'quote-of-quote': 'app.bsky.embed.record#view',
})) {
  test(`${key} is shown as ${type}`, async () => assert.equal((await post(key)).embed.$type, type))
}

test('the labeler labels posts and people, for those who ask it', async () => {
  const labeler = network.account('marsh').did
  assert.deepEqual(labelValues(await post('heron-eel', labeler)), ['graphic-media', 'predation'])
  assert.deepEqual(labelValues(await post('heron-eel')), [])
  assert.deepEqual(labelValues(await ask('app.bsky.actor.getProfile', { actor: 'ines.test' }, labeler)), [
    'craft',
    'sells-own-work',
  ])
  const { views } = await ask('app.bsky.labeler.getServices', { dids: labeler, detailed: 'true' })
  assert.equal(views[0].policies.labelValueDefinitions.length, 4)
})

test('the AppView’s own moderation labels without being asked', async () => {
  assert.deepEqual(labelValues(await post('leek-offer')), ['spam'])
})

test('the deleted post is gone and its answers are not', async () => {
  assert.equal(await post('deleted-reply'), undefined)
  const feed = await ask('app.bsky.feed.getAuthorFeed', { actor: 'tomas.test', limit: '100' })
  const orphan = feed.feed.find(({ post }: Json) => post.record.text.startsWith('It did until the summer'))
  const { thread } = await ask('app.bsky.feed.getPostThread', { uri: orphan.post.uri })
  assert.equal(thread.parent.$type, 'app.bsky.feed.defs#notFoundPost')
})

test('the quote is detached, and the audience is refused', async () => {
  assert.equal((await post('admission-quote')).embed.record.$type, 'app.bsky.embed.record#viewDetached')
  const { thread, threadgate } = await ask('app.bsky.feed.getPostThread', { uri: network.posts.gated?.uri ?? '' })
  const authors = thread.replies.map(({ post }: Json) => post.author.handle).sort()
  assert.deepEqual(authors, ['kenji.test', 'marit.test'])
  assert.equal(threadgate.record.allow[0].$type, 'app.bsky.feed.threadgate#mentionRule')
})

test('of the blocked pair, each one’s posts leave out the other’s', async () => {
  const above = await ask('app.bsky.feed.getPostThread', { uri: network.posts['fence-shout']?.uri ?? '' })
  assert.deepEqual(above.thread.replies, [])
  const below = await ask('app.bsky.feed.getPostThread', { uri: network.posts.fence?.uri ?? '' })
  assert.equal(below.thread.parent.$type, 'app.bsky.feed.defs#blockedPost')
})

test('lists and the starter pack are there', async () => {
  const uri = network.lists['railway-people']?.uri ?? ''
  const { items, list } = await ask('app.bsky.graph.getList', { list: uri })
  assert.equal(items.length, 7)
  assert.equal(list.purpose, 'app.bsky.graph.defs#curatelist')
  const { starterPacks } = await ask('app.bsky.graph.getActorStarterPacks', { actor: 'marit.test' })
  assert.equal(starterPacks[0].record.name, 'The quiet end of the street')
})
