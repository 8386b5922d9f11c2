// Rows of people: what labels, blocks and mutes leave of somebody, and views that are none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toPeople, toPerson } from './to-person.ts'

const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const moderators = publicModeration().moderation.prefs.labelers[0]?.did ?? ''
const view = (part: object = {}) => ({ did, handle: 'ana.example.net', displayName: 'Ana', description: 'Hi', ...part })
const label = (val: string, src = moderators) => ({ labels: [{ src, uri: did, val, cts: '2026-01-01T00:00:00Z' }] })
const list = {
  uri: 'at://did:plc:x/app.bsky.graph.list/a',
  cid: 'c',
  name: 'Loud',
  purpose: 'app.bsky.graph.defs#modlist',
}

function lensOf(viewerDid: string | undefined, follow?: string | null): Lens {
  const rules = publicModeration()
  const moderation = { ...rules.moderation, userDid: viewerDid }
  return { viewerDid, ...rules, moderation, acts: { recall: () => follow } }
}
const lens = lensOf(me)

test('a row has names, a bio on one line as plain text, and whether each follows the other', () => {
  const viewer = { following: 'at://f', followedBy: 'at://g' }
  const person = toPerson(view({ description: ' One\n\n two\thttps://a.example #tag ', viewer }), lens)
  assert.equal(person?.actor.href, '/profile/ana.example.net')
  assert.equal(person?.bio, 'One two https://a.example #tag')
  assert.deepEqual([person?.isFollowing, person?.isFollowedBy, person?.isSelf], [true, true, false])
  assert.equal(toPerson(view({ description: 'é'.repeat(400) }), lens)?.bio.length, 301)
})

test('what the viewer did a moment ago counts before what the AppView says', () => {
  assert.equal(toPerson(view(), lensOf(me, 'at://f'))?.isFollowing, true)
  assert.equal(toPerson(view({ viewer: { following: 'at://f' } }), lensOf(me, null))?.isFollowing, false)
})

test('an invalid handle leads to the DID', () => {
  const person = toPerson(view({ handle: 'handle.invalid', displayName: '' }), lens)
  assert.deepEqual([person?.actor.handle, person?.actor.name, person?.actor.href], [did, did, `/profile/${did}`])
})

for (const [name, viewer, rift, bio] of [
  ['nothing', {}, undefined, 'Hi'],
  ['a block', { blocking: 'at://b' }, 'blocking', ''],
  ['a block by list', { blockingByList: list }, 'blocking', ''],
  ['a block by them', { blockedBy: true }, 'blocked-by', ''],
  ['a mute', { muted: true }, 'muted', 'Hi'],
  ['a mute by list', { muted: true, mutedByList: list }, 'muted-by-list', 'Hi'],
  ['a mute of reposts only', { muted: false, mutedOnlyReposts: true }, undefined, 'Hi'],
] as const) {
  test(`between the two stands ${name}`, () => {
    const person = toPerson(view({ viewer, avatar: 'https://a.example/b' }), lens)
    assert.equal(person?.rift, rift)
    assert.equal(person?.bio, bio)
    assert.equal(person?.isFiltered, rift !== undefined)
    assert.equal(person?.actor.avatar === undefined, bio === '', 'no face of who is blocked')
  })
}

test('a label that hides an account leaves nothing of it, except for itself', () => {
  assert.equal(toPerson(view(label('!hide')), lens), undefined)
  assert.ok(toPerson(view(label('!hide')), lensOf(did)))
  assert.equal(toPerson(view(label('!no-unauthenticated', did)), lensOf(undefined)), undefined)
  assert.ok(toPerson(view(label('!no-unauthenticated', did)), lens))
})

test('a label that warns covers the row; one nobody asked for says nothing', () => {
  assert.equal(toPerson(view(label('!warn')), lens)?.veil?.title, 'Content warning')
  assert.equal(toPerson(view(label('!warn', 'did:plc:stranger')), lens)?.veil, undefined)
})

for (const [verification, verifiedAs] of [
  [{ verifiedStatus: 'valid', trustedVerifierStatus: 'none' }, 'verified'],
  [{ verifiedStatus: 'valid', trustedVerifierStatus: 'valid' }, 'verifier'],
  [{ verifiedStatus: 'invalid', trustedVerifierStatus: 'invalid' }, undefined],
  ['valid', undefined],
] as const) {
  test(`${JSON.stringify(verification)} is ${verifiedAs}`, () => {
    assert.equal(toPerson(view({ verification }), lens)?.verifiedAs, verifiedAs)
  })
}

test('a list counts who is held back and who cannot be read, and has nobody twice', () => {
  const broken = [null, 'x', {}, { did, handle: 7 }, { did: 7, handle: 'a.b' }, view({ labels: 'x', viewer: 3 })]
  assert.equal(toPeople([view(), view(), view(label('!hide'))], lens).people.length, 1)
  assert.equal(toPeople([view(), view(label('!hide'))], lens).held, 1)
  assert.ok(toPeople(broken, lens).held >= 5)
  assert.deepEqual(toPeople({ length: 3 }, lens), { people: [], held: 0 })
  assert.equal(toPerson(view({ description: { a: 1 }, displayName: 'B' }), lens)?.bio, '')
})
