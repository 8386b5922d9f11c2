import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeedSharing } from '#db/queries/feed-stamps.ts'
import { feedChannel, findFeedChannel } from './feed-topics.ts'

const owner = 'did:plc:owner'
const feeds = new Map<number, FeedSharing>([
  [1, { visibility: 'public', secretKey: null, owner }],
  [2, { visibility: 'secret', secretKey: 'right', owner }],
  [3, { visibility: 'private', secretKey: 'old', owner }],
])
const sharingOf = (id: number) => feeds.get(id)

test('feeds are heard by whoever may see them', async () => {
  const cases: [topic: string, did: string | undefined, heard: number | undefined][] = [
    ['feed:1', undefined, 1],
    ['feed:1:anything', undefined, 1],
    ['feed:2', undefined, undefined],
    ['feed:2:wrong', undefined, undefined],
    ['feed:2:right', undefined, 2],
    ['feed:2', 'did:plc:other', undefined],
    ['feed:2', owner, 2],
    ['feed:3', undefined, undefined],
    ['feed:3:old', undefined, undefined],
    ['feed:3', 'did:plc:other', undefined],
    ['feed:3', owner, 3],
    ['feed:4', owner, undefined],
    ['feed:', owner, undefined],
    ['feed:1 public ', owner, undefined],
    ['session:1', owner, undefined],
  ]
  for (const [topic, did, heard] of cases) {
    const channel = await findFeedChannel(topic, sharingOf, async () => (did && { did }) || undefined)
    assert.equal(channel, heard && feedChannel(heard, sharingOf), `${topic} ${did}`)
  }
})

test('nobody is looked up for a public feed, and a renewed link is another channel', () => {
  const ask = () => assert.fail('looked up')
  assert.equal(findFeedChannel('feed:1', sharingOf, ask), feedChannel(1, sharingOf))
  assert.equal(findFeedChannel('feed:2:right', sharingOf, ask), feedChannel(2, sharingOf))
  const before = feedChannel(2, sharingOf)
  feeds.set(2, { visibility: 'secret', secretKey: 'new', owner })
  assert.notEqual(feedChannel(2, sharingOf), before)
  assert.equal(feedChannel(9, sharingOf), undefined)
})
