// Drafts to the network and back, and whatever else the network may say.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppBskyDraftDefs } from '@atproto/api'
import type { DraftContent, DraftPost } from '#types/draft.ts'
import { draftContent } from '../writes/draft-content.ts'
import { fingerprint, readNetworkDraft, toNetworkDraft } from './network-draft.ts'

const device = { id: 'box', name: 'SkyPanel at box' }
const key = '3kaaaaaaaaaaa'
const makeKey = () => key
const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
const quote = 'at://did:plc:abc/app.bsky.feed.post/3kbbbbbbbbbbb'
const list = 'at://did:plc:abc/app.bsky.graph.list/3kccccccccccc'
const post = (more: Partial<DraftPost> = {}): DraftPost => ({
  rkey: key,
  text: 'Hello',
  media: [],
  labels: [],
  ...more,
})
const content = (more: Partial<DraftContent> = {}): DraftContent => ({
  posts: [post()],
  langs: ['en'],
  canReply: 'anyone',
  canQuote: true,
  ...more,
})
const files = (count: number, kind: 'picture' | 'gif') =>
  Array.from({ length: count }, (_, at) => ({ upload: `file-${at}`, kind, alt: at === 0 ? 'A boat' : '' }))

describe('a draft', () => {
  const drafts: Record<string, DraftContent> = {
    'of one post': content(),
    'without words or languages': content({ posts: [post({ text: '' })], langs: [] }),
    'of many posts': content({ posts: Array.from({ length: 50 }, (_, at) => post({ text: `Post ${at}` })) }),
    'with labels': content({ posts: [post({ labels: ['nudity', 'graphic-media'] })] }),
    'with pictures': content({ posts: [post({ media: files(4, 'picture') })] }),
    'with a gallery': content({ posts: [post({ media: files(10, 'picture') })] }),
    'with a video': content({ posts: [post({ media: files(1, 'gif') })] }),
    'that quotes': content({ posts: [post({ quote })] }),
    'with a card': content({ posts: [post({ card: { url: 'https://example.org/', title: 'T', description: 'D' } })] }),
    'nobody can answer': content({ canReply: { allow: [], lists: [] }, canQuote: false }),
    'some can answer, but none yet': content({ canReply: { allow: [], lists: [], isUndecided: true } }),
    'some can answer': content({ canReply: { allow: ['mentioned', 'following'], lists: [list] } }),
  }
  for (const [name, draft] of Object.entries(drafts)) {
    it(`${name} is valid there, and the same when it comes back`, () => {
      const there = toNetworkDraft(draft, device, new Map([[quote, cid]]))
      assert.ok(AppBskyDraftDefs.validateDraft(there).success)
      assert.equal(there?.deviceName, device.name)
      const back = readNetworkDraft(JSON.parse(JSON.stringify(there)), { before: draft, makeKey })
      assert.deepEqual(back, { content: draft, files: 0, isWhole: true })
    })
  }

  it('for which the network has no room stays here', () => {
    const rules = { allow: ['mentioned', 'followers'] as const, lists: Array(5).fill(list) }
    for (const draft of [
      content({ posts: [post({ text: 'x'.repeat(1001) })] }),
      content({ posts: [post({ media: [{ upload: 'a', kind: 'picture', alt: 'x'.repeat(2001) }] })] }),
      content({ canReply: { ...rules, allow: [...rules.allow] } }),
    ]) {
      assert.equal(toNetworkDraft(draft, device, new Map()), undefined)
    }
  })

  it('has a fingerprint of what it says, not of who says it or how', () => {
    const draft = { posts: [{ text: 'a' }], langs: ['en'] }
    const same = { langs: ['en'], deviceName: 'x', $type: 'y', posts: [{ $type: 'z', text: 'a', embedImages: [] }] }
    assert.equal(fingerprint(draft), fingerprint(same))
    for (const other of [
      { ...draft, langs: [] },
      { ...draft, posts: [{ text: 'b' }] },
      { ...draft, threadgateAllow: [] },
      { ...draft, postgateEmbeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] },
    ]) {
      assert.notEqual(fingerprint(draft), fingerprint(other))
    }
  })
})

describe('a draft of another app', () => {
  it('leaves its files there', () => {
    const image = { localRef: { path: '/phone/1.jpg' } }
    const there = { posts: [{ text: 'a', embedImages: [image, image], embedVideos: [image] }] }
    const reading = readNetworkDraft(there, { makeKey })
    assert.deepEqual(reading?.content.posts, [post({ text: 'a' })])
    assert.deepEqual([reading?.files, reading?.isWhole], [3, false])
  })

  const odd: [string, unknown, boolean | undefined][] = [
    ['is nothing', undefined, undefined],
    ['has no posts', { posts: [] }, undefined],
    ['has posts that are none', { posts: ['x', null, 7] }, undefined],
    ['has 1000 posts', { posts: Array(1000).fill({ text: 'x' }) }, false],
    ['is very long', { posts: [{ text: 'x'.repeat(5_000_000) }] }, false],
    ['has a text of another kind', { posts: [{ text: {} }] }, false],
    ['has unknown rules', { posts: [{ text: 'a' }], threadgateAllow: [{ $type: 'x.y#rule' }] }, false],
    [
      'has rules of another kind',
      { posts: [{ text: 'a' }], threadgateAllow: 'x', postgateEmbeddingRules: 7 },
      undefined,
    ],
    ['has unknown labels', { posts: [{ text: 'a', labels: { $type: 'x', values: [{ val: '!hide' }, 7] } }] }, false],
    [
      'has odd embeds',
      { posts: [{ text: 'a', embedImages: 'x', embedGallery: 7, embedRecords: [{ record: 1 }] }] },
      undefined,
    ],
    [
      'quotes what is no post',
      { posts: [{ text: 'a', embedRecords: [{ record: { uri: 'javascript:1', cid } }] }] },
      false,
    ],
    ['links to a script', { posts: [{ text: 'a', embedExternals: [{ uri: 'javascript:alert(1)' }] }] }, false],
    ['has odd languages', { posts: [{ text: 'a' }], langs: ['<b>', 7, 'en', 'nb', 'de', 'fr'] }, false],
  ]
  for (const [name, there, isWhole] of odd) {
    it(`that ${name} does no harm`, () => {
      const reading = readNetworkDraft(there, { makeKey })
      fingerprint(there)
      if (isWhole !== undefined) assert.equal(reading?.isWhole, isWhole)
      if (reading) assert.ok(draftContent.safeParse(reading.content).success)
      if (reading) assert.ok(JSON.stringify(reading.content).length < 200_000)
    })
  }
})
