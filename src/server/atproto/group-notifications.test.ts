// What reads as one, and what does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NotificationEntry } from '#types/notification.ts'
import { groupNotifications } from './group-notifications.ts'

const noon = Date.UTC(2026, 10, 21, 12)
const hour = 3600_000

/** Somebody did something `hours` before noon. */
function entry(who: string, reason: string, hours: number, more: Partial<NotificationEntry> = {}): NotificationEntry {
  return {
    uri: `at://did:plc:${who}/x/${reason}${hours}`,
    reason,
    at: new Date(noon - hours * hour).toISOString(),
    isRead: true,
    actor: { did: `did:plc:${who}`, handle: `${who}.test`, name: who, href: `/profile/${who}.test` },
    isFollowed: false,
    subjectUri: 'at://did:plc:me/app.bsky.feed.post/1',
    subject: { kind: 'post' },
    ...more,
  }
}
const shape = (entries: NotificationEntry[]) =>
  groupNotifications(entries).map(({ reason, actors }) => `${reason} ${actors.map(({ name }) => name).join('+')}`)

const other = { subjectUri: 'at://did:plc:me/app.bsky.feed.post/2' }
const cases: { name: string; entries: NotificationEntry[]; rows: string[] }[] = [
  {
    name: 'likes of one post, newest first, within two days',
    entries: [entry('a', 'like', 0), entry('b', 'repost', 1), entry('c', 'like', 2), entry('d', 'like', 47)],
    rows: ['like a+c+d', 'repost b'],
  },
  {
    name: 'not what is two days older',
    entries: [entry('a', 'like', 0), entry('b', 'like', 48)],
    rows: ['like a', 'like b'],
  },
  {
    name: 'not another post',
    entries: [entry('a', 'like', 0), entry('b', 'like', 1, other)],
    rows: ['like a', 'like b'],
  },
  { name: 'one person once', entries: [entry('a', 'like', 0), entry('a', 'like', 1)], rows: ['like a'] },
  {
    name: 'follows, but not of somebody who follows back',
    entries: [
      entry('a', 'follow', 0, { subjectUri: '' }),
      entry('b', 'follow', 1, { subjectUri: '', isFollowed: true }),
      entry('c', 'follow', 2, { subjectUri: '' }),
    ],
    rows: ['follow a+c', 'follow b'],
  },
  {
    name: 'likes by way of a repost stand apart from other likes',
    entries: [entry('a', 'like', 0), entry('b', 'like-via-repost', 1), entry('c', 'like-via-repost', 2)],
    rows: ['like a', 'like-via-repost b+c'],
  },
  {
    name: 'posts of people subscribed to, whichever posts',
    entries: [entry('a', 'subscribed-post', 0), entry('b', 'subscribed-post', 1, other)],
    rows: ['subscribed-post a+b'],
  },
  {
    name: 'never what somebody says, nor what nobody knows yet',
    entries: [entry('a', 'reply', 0), entry('b', 'reply', 1), entry('c', 'waved', 2), entry('d', 'waved', 3)],
    rows: ['reply a', 'reply b', 'waved c', 'waved d'],
  },
]
for (const { name, entries, rows } of cases) test(name, () => assert.deepEqual(shape(entries), rows))

test('a row is new when anything in it is', () => {
  const [row] = groupNotifications([entry('a', 'like', 0), entry('b', 'like', 1, { isRead: false })])
  assert.equal(row?.isNew, true)
})
