// Profiles: what stands in the header and when, what bars the way, and views that are not what they should be.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toMadeThings } from './to-made-things.ts'
import { toProfile } from './to-profile.ts'

const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const now = Date.parse('2026-11-21T12:00:00Z')
const rules = publicModeration()
const lens: Lens = {
  viewerDid: me,
  ...rules,
  moderation: { ...rules.moderation, userDid: me },
  acts: { recall: () => undefined },
}
const stranger: Lens = { ...lens, viewerDid: undefined, moderation: rules.moderation }
const moderators = rules.moderation.prefs.labelers[0]?.did ?? ''
// biome-ignore lint/suspicious/noExplicitAny: what comes from the network may be any shape
const read = (part: any = {}, through = lens) =>
  toProfile({ did, handle: 'ana.example.net', displayName: 'Ana', description: 'Hi', ...part }, through, now)
const list = { uri: 'at://x', cid: 'c', name: 'Loud', purpose: 'app.bsky.graph.defs#modlist' }
const label = (val: string, src = moderators) => ({ labels: [{ src, uri: did, val, cts: '2026-01-01T00:00:00Z' }] })
const external = { $type: 'app.bsky.embed.external#view', external: { uri: 'https://tv.example/a', title: 'T' } }
const live = (part: object = {}) => ({
  status: {
    status: 'app.bsky.actor.status#live',
    record: {},
    embed: external,
    expiresAt: '2026-11-21T13:00:00Z',
    isActive: true,
    ...part,
  },
})

test('live is who streams now, with the link', () => {
  assert.deepEqual(read(live()).live, {
    until: '2026-11-21T13:00:00.000Z',
    link: {
      kind: 'link',
      href: 'https://tv.example/a',
      host: 'tv.example',
      title: 'T',
      description: '',
      thumb: undefined,
    },
  })
  assert.equal(read(live({ embed: { $type: 'a.b.c' } })).live?.link, undefined)
})

for (const [why, part] of [
  ['over', { expiresAt: '2026-11-21T12:00:00Z' }],
  ['over, says the AppView', { isActive: false }],
  ['disabled by a moderator', { isDisabled: true }],
  ['without an end', { expiresAt: undefined }],
  ['endless', { expiresAt: '2030-01-01T00:00:00Z' }],
  ['no time', { expiresAt: 'soon' }],
  ['of another kind', { status: 'app.bsky.actor.status#away' }],
  ['labelled', { labels: [{ src: moderators, uri: 'at://x', val: 'porn', cts: '2026-01-01T00:00:00Z' }] }],
] as const) {
  test(`a status that is ${why} is none`, () => assert.equal(read(live(part)).live, undefined))
}

test('a status that is no object is none', () => {
  for (const status of [null, 'live', 7, []]) assert.equal(read({ status }).live, undefined)
})

test('verification names those whose word holds', () => {
  const view = { issuer: 'did:plc:paper', uri: 'at://v', isValid: true, createdAt: '2025-10-03T00:00:00Z' }
  const verifications = [
    { ...view, issuerDisplayName: 'Paper', issuerHandle: 'paper.test' },
    { ...view, issuerHandle: 'handle.invalid' },
    { ...view, isValid: false },
    null,
    { isValid: true, issuer: 7 },
    { ...view, issuerHandle: 'radio.test', createdAt: 'once' },
  ]
  const state = { verifiedStatus: 'valid', trustedVerifierStatus: 'none', verifications }
  assert.deepEqual(read({ verification: state }).verification, {
    as: 'verified',
    by: [
      { name: 'Paper', href: '/profile/paper.test', at: view.createdAt },
      { name: 'did:plc:paper', href: '/profile/did:plc:paper', at: view.createdAt },
      { name: '@radio.test', href: '/profile/radio.test', at: undefined },
    ],
  })
  assert.equal(read({ verification: { ...state, verifiedStatus: 'invalid' } }).verification, undefined)
  assert.deepEqual(read({ verification: { trustedVerifierStatus: 'valid' } }).verification, { as: 'verifier', by: [] })
})

for (const [part, through, bar] of [
  [{ viewer: { blocking: 'at://b' } }, lens, 'blocking'],
  [{ viewer: { blockingByList: list } }, lens, 'blocking'],
  [{ viewer: { blockedBy: true } }, lens, 'blocked-by'],
  [label('!hide'), lens, 'hidden'],
  [label('!no-unauthenticated', did), stranger, 'signed-in-only'],
  [label('!no-unauthenticated', did), lens, undefined],
  [{ viewer: { muted: true } }, lens, undefined],
] as const) {
  test(`${JSON.stringify(part).slice(0, 60)} bars: ${bar}`, () => {
    const profile = read(part, through)
    assert.equal(profile.bar, bar)
    assert.equal(profile.bio.length, bar === 'blocking' || bar === 'blocked-by' ? 0 : 1)
  })
}

test('what is muted is said, and by which list it is blocked', () => {
  assert.deepEqual(read({ viewer: { muted: true } }).viewer.mutes, ['Muted by you'])
  assert.deepEqual(read({ viewer: { muted: true, mutedByList: list } }).viewer.mutes, ['Muted by the list “Loud”'])
  assert.deepEqual(read({ viewer: { mutedOnlyReposts: true, mutedOnlyQuoteposts: true } }).viewer.mutes, [
    'Reposts muted',
    'Quote posts muted',
  ])
  assert.equal(read({ viewer: { blockingByList: list } }).blockList, 'Loud')
})

test('known followers are three at most, without those who are blocked, muted or hidden', () => {
  const follower = (name: string, part: object = {}) => ({ did: `did:plc:${name}`, handle: `${name}.test`, ...part })
  const followers = [
    follower('a', { viewer: { muted: true } }),
    follower('b', label('!hide')),
    null,
    ...['c', 'd', 'e', 'f'].map((name) => follower(name)),
  ]
  const { known } = read({ viewer: { knownFollowers: { count: 9, followers } } })
  assert.deepEqual(
    known?.people.map(({ handle }) => handle),
    ['c.test', 'd.test', 'e.test'],
  )
  assert.equal(known?.count, 9)
  assert.equal(read({ viewer: { knownFollowers: { count: 2, followers: 'x' } } }).known, undefined)
  assert.equal(read({ viewer: { knownFollowers: { followers } } }).known, undefined)
})

test('counts that are none are zero, and links lead to the web only', () => {
  const profile = read({
    followersCount: -1,
    followsCount: '7',
    associated: { lists: 2.5 },
    website: 'javascript:alert(1)',
  })
  assert.deepEqual(Object.values(profile.counts), [0, 0, 0, 0, 0, 0])
  assert.equal(profile.website, undefined)
  assert.equal(read({ createdAt: 'long ago' }).createdAt, undefined)
})

test('feeds, lists and packs are rows; what is broken or hidden is left out', () => {
  const creator = { did, handle: 'ana.example.net' }
  const feed = { uri: `at://${did}/app.bsky.feed.generator/gulls`, creator, displayName: 'Gulls', likeCount: 1204 }
  const listView = { ...list, uri: `at://${did}/app.bsky.graph.list/l`, creator, listItemCount: 1 }
  const pack = { uri: `at://${did}/app.bsky.graph.starterpack/p`, creator, record: { name: 'Start' }, listItemCount: 3 }
  const bad = (view: object) => [null, {}, 'x', { ...view, creator: 7 }, { ...view, ...label('!hide') }]
  const feeds = toMadeThings('feeds', [feed, ...bad(feed)], lens)
  const lists = toMadeThings('lists', [listView, ...bad(listView)], lens)
  const packs = toMadeThings('packs', [pack, ...bad(pack)], lens)
  assert.deepEqual(feeds.kind === 'feeds' && feeds.feeds.map(({ title, likes }) => [title, likes]), [['Gulls', 1204]])
  assert.deepEqual(lists.kind === 'lists' && lists.lists.map(({ title, count }) => [title, count]), [['Loud', 1]])
  assert.deepEqual(packs.kind === 'packs' && packs.packs.map(({ title, counts }) => [title, counts.people]), [
    ['Start', 3],
  ])
  assert.deepEqual(toMadeThings('feeds', 'x', lens), { kind: 'feeds', feeds: [] })
})
