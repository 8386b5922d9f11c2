// Which feeds somebody may hear about on /live, and under which name that is published.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FeedSharing } from '#db/queries/feed-stamps.ts'

type Sharing = (feedId: number) => FeedSharing | undefined
type Session = { did: string } | undefined

const pattern = /^feed:(\d{1,15})(?::([\w-]{1,64}))?$/

/**
 * What is published of a feed. It is another name after each change of who may see the feed: whoever subscribed before
 * hears nothing more. undefined for a feed that is gone.
 */
export function feedChannel(feedId: number, sharingOf: Sharing): string | undefined {
  const sharing = sharingOf(feedId)
  if (!sharing) return undefined
  return `feed:${feedId} ${sharing.visibility} ${sharing.visibility === 'secret' ? sharing.secretKey : ''}`
}

/**
 * The channel of a topic, for whoever may hear it: `feed:<id>` of a public feed, `feed:<id>:<key>` of a secret one, and
 * either for its owner, whose session is only looked up where nothing else opens the feed.
 */
export function findFeedChannel(
  topic: string,
  sharingOf: Sharing,
  findSession: () => Promise<Session>,
): string | undefined | Promise<string | undefined> {
  const [, id = '', key] = pattern.exec(topic) ?? []
  const feedId = Number(id)
  const sharing = id === '' ? undefined : sharingOf(feedId)
  if (!sharing) return undefined
  const { visibility, secretKey, owner } = sharing
  const isOpen = visibility === 'public' || (visibility === 'secret' && secretKey && key && isSame(secretKey, key))
  if (isOpen) return feedChannel(feedId, sharingOf)
  return findSession().then((session) => (session?.did === owner ? feedChannel(feedId, sharingOf) : undefined))
}

/** In the same time whatever differs. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
