// Every reason has words, and one that nobody knows yet has some, too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeNotification } from './describe-notification.ts'
import { reasonsIn } from './notification-reasons.ts'

const subject = { kind: 'post' as const, text: '' }
const say = (reason: string, isFollowed = false) => {
  const { before = '', what } = describeNotification({ reason, subject, isFollowed } as Parameters<
    typeof describeNotification
  >[0])
  return `${before}Ana ${what}`
}

for (const [reason, sentence] of [
  ['like', 'Ana liked your post'],
  ['like-via-repost', 'Ana liked a post that you reposted'],
  ['repost-via-repost', 'Ana reposted a post that you reposted'],
  ['subscribed-post', 'New from Ana , whose posts you asked to hear about'],
  ['starterpack-joined', 'Ana joined by your starter pack'],
  ['verified', 'Ana verified your account'],
  ['unverified', 'Ana took back the verification of your account'],
  ['contact-match', 'Ana is on Bluesky; you have each other’s number'],
  ['a-kind-of-tomorrow', 'Ana did something that SkyPanel has no words for'],
] as const) {
  test(`${reason}: ${sentence}`, () => assert.equal(say(reason), sentence))
}

test('no reason that a tab asks for is without words', () => {
  const tabs = ['replies', 'quotes', 'likes', 'reposts', 'follows', 'others'] as const
  const known = tabs.flatMap((tab) => reasonsIn(tab) ?? [])
  assert.ok(known.length > 8)
  for (const reason of known) assert.doesNotMatch(say(reason), /no words/, reason)
})
