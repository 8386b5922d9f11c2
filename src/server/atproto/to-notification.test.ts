// Every reason, and everything that is none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toNotification } from './to-notification.ts'

const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const post = `at://${me}/app.bsky.feed.post/3abc`
const lens: Lens = { viewerDid: me, ...publicModeration(), acts: { recall: () => undefined } }
const author = { did: 'did:plc:somebodyyyyyyyyyyyyyyyyy', handle: 'some.test', displayName: 'Some' }
const view = (reason: string, more: object = {}) => ({
  uri: 'at://did:plc:somebodyyyyyyyyyyyyyyyyy/app.bsky.feed.like/3x',
  cid: 'bafy',
  author,
  reason,
  record: {},
  isRead: false,
  indexedAt: '2026-11-21T09:00:00.000Z',
  ...more,
})

const subjects: { name: string; view: object; uri: string; kind: string; href?: string }[] = [
  {
    name: 'a like of a post',
    view: view('like', { reasonSubject: post, record: { subject: { uri: post } } }),
    uri: post,
    kind: 'post',
  },
  {
    name: 'a like by way of a repost is of the post',
    view: view('like-via-repost', {
      reasonSubject: `at://${me}/app.bsky.feed.repost/3r`,
      record: { subject: { uri: post } },
    }),
    uri: post,
    kind: 'post',
  },
  {
    name: 'a like of a feed',
    view: view('like', { reasonSubject: `at://${me}/app.bsky.feed.generator/tide` }),
    uri: `at://${me}/app.bsky.feed.generator/tide`,
    kind: 'feed',
    href: `/profile/${me}/feed/tide`,
  },
  {
    name: 'a reply is about itself',
    view: view('reply', { uri: 'at://did:plc:s/app.bsky.feed.post/3y', reasonSubject: post }),
    uri: 'at://did:plc:s/app.bsky.feed.post/3y',
    kind: 'post',
  },
  { name: 'a follow', view: view('follow'), uri: '', kind: 'other' },
  { name: 'a reason from tomorrow', view: view('waved', { reasonSubject: 'no uri' }), uri: 'no uri', kind: 'other' },
  { name: 'a record that is none', view: view('like', { record: null, reasonSubject: 7 }), uri: '', kind: 'other' },
]
for (const { name, view, uri, kind, href } of subjects) {
  test(name, () => {
    const entry = toNotification(view, lens, undefined)
    assert.equal(entry?.subjectUri, uri)
    assert.equal(entry?.subject.kind, kind)
    if (href) assert.equal(entry?.subject.href, href)
  })
}

test('what is no notification is left out', () => {
  const broken = [null, 'x', {}, view('like', { author: null }), view('like', { author: {} }), view('like', { uri: 3 })]
  for (const one of [...broken, view('like', { indexedAt: 'then' }), { ...view('x'), reason: {} }]) {
    assert.equal(toNotification(one, lens, undefined), undefined, JSON.stringify(one))
  }
})

test('is read before the time that the viewer looked', () => {
  const at = Date.parse('2026-11-21T09:00:00.000Z')
  assert.equal(toNotification(view('follow'), lens, undefined)?.isRead, false)
  assert.equal(toNotification(view('follow', { isRead: true }), lens, undefined)?.isRead, true)
  assert.equal(toNotification(view('follow'), lens, at)?.isRead, false)
  assert.equal(toNotification(view('follow'), lens, at + 1)?.isRead, true)
})

test('somebody who is muted is not heard of, unless they are followed', () => {
  const muted = { ...author, viewer: { muted: true } }
  assert.equal(toNotification(view('like', { author: muted }), lens, undefined), undefined)
  const followed = { ...author, viewer: { following: 'at://did:plc:me/app.bsky.graph.follow/3f' } }
  assert.equal(toNotification(view('like', { author: followed }), lens, undefined)?.isFollowed, true)
})
