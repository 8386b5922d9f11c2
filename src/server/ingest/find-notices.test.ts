// Which records are about whom, and that nothing is decoded for those about nobody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBytes } from '@atcute/cbor'
import { type CommitBody, createSignedRepo } from '../../../tests/ingest/signed-repo.ts'
import { findNotices, namesSomebody } from './find-notices.ts'
import { type CommitEvent, readEvent } from './read-event.ts'

const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const web = 'did:web:me.example.org'
const stranger = 'did:plc:strangerrrrrrrrrrrrrrrrr'
const people = { has: (did: string) => did === me || did === web, others: [web] }
const mine = { uri: `at://${me}/app.bsky.feed.post/3a`, cid: 'bafy' }
const theirs = { uri: `at://${stranger}/app.bsky.feed.post/3a`, cid: 'bafy' }

function toEvent(body: CommitBody): CommitEvent {
  const event = readEvent({ kind: '#commit', body: { ...body, seq: 1, blocks: toBytes(body.blocks) } })
  assert(event.kind === 'commit')
  return event
}

async function notices(collection: string, record: Record<string, unknown>, type = collection): Promise<string[]> {
  const repo = await createSignedRepo()
  const body = await repo.commit([
    {
      action: 'create',
      path: `${collection}/3k`,
      record: { $type: type, createdAt: '2026-11-21T09:00:00Z', ...record },
    },
  ])
  return findNotices(toEvent(body), people).map(({ userDid, reason, uri }) => {
    assert.equal(uri, `at://${repo.did}/${collection}/3k`)
    return `${reason} ${userDid === me ? 'me' : userDid}`
  })
}

const like = 'app.bsky.feed.like'
const post = 'app.bsky.feed.post'
const mention = {
  features: [{ $type: 'app.bsky.richtext.facet#mention', did: me }],
  index: { byteStart: 0, byteEnd: 2 },
}
const cases: { name: string; collection: string; record: Record<string, unknown>; found: string[] }[] = [
  { name: 'a like', collection: like, record: { subject: mine }, found: ['like me'] },
  { name: 'a like of somebody else', collection: like, record: { subject: theirs }, found: [] },
  {
    name: 'a like by way of a repost',
    collection: like,
    record: { subject: theirs, via: { uri: `at://${me}/app.bsky.feed.repost/3r`, cid: 'bafy' } },
    found: ['like-via-repost me'],
  },
  { name: 'a repost', collection: 'app.bsky.feed.repost', record: { subject: mine }, found: ['repost me'] },
  { name: 'a follow', collection: 'app.bsky.graph.follow', record: { subject: me }, found: ['follow me'] },
  {
    name: 'a follow of a did:web',
    collection: 'app.bsky.graph.follow',
    record: { subject: web },
    found: [`follow ${web}`],
  },
  {
    name: 'a reply',
    collection: post,
    record: { text: 'x', reply: { root: theirs, parent: mine } },
    found: ['reply me'],
  },
  {
    name: 'an answer further down, with a mention, is one thing',
    collection: post,
    record: { text: 'x', reply: { root: mine, parent: theirs }, facets: [mention] },
    found: ['reply me'],
  },
  { name: 'a mention', collection: post, record: { text: 'hi', facets: [mention] }, found: ['mention me'] },
  {
    name: 'a verification',
    collection: 'app.bsky.graph.verification',
    record: { subject: me },
    found: ['verified me'],
  },
  {
    name: 'an arrival by a starter pack',
    collection: 'app.bsky.actor.profile',
    record: { joinedViaStarterPack: { uri: `at://${me}/app.bsky.graph.starterpack/3s`, cid: 'bafy' } },
    found: ['starterpack-joined me'],
  },
  { name: 'a quote', collection: post, record: { text: 'x', embed: { record: mine } }, found: ['quote me'] },
  {
    name: 'a quote with pictures',
    collection: post,
    record: { text: 'x', embed: { record: { $type: 'app.bsky.embed.record', record: mine }, media: {} } },
    found: ['quote me'],
  },
  { name: 'a text that merely says it', collection: post, record: { text: mine.uri }, found: [] },
  { name: 'a block', collection: 'app.bsky.graph.block', record: { subject: me }, found: [] },
  { name: 'a like of a shape of its own', collection: like, record: { subject: [mine], via: me }, found: [] },
  {
    name: 'a post of a shape of its own',
    collection: post,
    record: { text: 1, reply: me, facets: [null, me, { features: [me, null, { did: [me] }] }], embed: [mine] },
    found: [],
  },
]
for (const { name, collection, record, found } of cases) {
  test(name, async () => assert.deepEqual(await notices(collection, record), found))
}

test('a record under another type is none', async () => {
  assert.deepEqual(await notices(like, { subject: mine }, 'app.bsky.feed.repost'), [])
})

test('what people do to themselves is no news', async () => {
  const repo = await createSignedRepo(me)
  const record = { $type: like, subject: mine, createdAt: '2026-11-21T09:00:00Z' }
  const event = toEvent(await repo.commit([{ action: 'create', path: `${like}/3k`, record }]))
  assert.equal(namesSomebody(event.blocks, me, people), false)
  assert.deepEqual(findNotices(event, people), [])
})

test('blocks that are no CAR file, or not what they say, are about nobody', async () => {
  const repo = await createSignedRepo()
  const record = { $type: like, subject: mine, createdAt: '2026-11-21T09:00:00Z' }
  const event = toEvent(await repo.commit([{ action: 'create', path: `${like}/3k`, record }]))
  assert.deepEqual(findNotices({ ...event, blocks: Buffer.from(`junk ${me}`) }, people), [])
  const forged = Buffer.from(event.blocks)
  forged[forged.indexOf('2026-11-21')] = 0x33
  assert.deepEqual(findNotices({ ...event, blocks: forged }, people), [])
})
