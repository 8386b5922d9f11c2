// What a notification says.
import type { NotificationEntry, NotificationSubject, NotificationWords } from '#types/notification.ts'

const things: Record<NotificationSubject['kind'], string> = {
  post: 'your post',
  feed: 'your feed',
  list: 'your list',
  'starter-pack': 'your starter pack',
  labeler: 'your labeler',
  other: 'something of yours',
}

type Described = Pick<NotificationEntry, 'reason' | 'subject' | 'isFollowed'>

/** A sentence for every reason, also for one that this version does not know. */
export function describeNotification({ reason, subject, isFollowed }: Described): NotificationWords {
  const thing = things[subject.kind]
  switch (reason) {
    case 'like':
      return { what: `liked ${thing}` }
    case 'like-via-repost':
      return { what: 'liked a post that you reposted' }
    case 'repost':
      return { what: `reposted ${thing}` }
    case 'repost-via-repost':
      return { what: 'reposted a post that you reposted' }
    case 'follow':
      return { what: isFollowed ? 'followed you back' : 'followed you' }
    case 'reply':
      return { what: 'answered you' }
    case 'mention':
      return { what: 'mentioned you' }
    case 'quote':
      return { what: 'quoted your post' }
    case 'subscribed-post':
      return { before: 'New from ', what: ', whose posts you asked to hear about' }
    case 'starterpack-joined':
      return { what: 'joined by your starter pack' }
    case 'verified':
      return { what: 'verified your account' }
    case 'unverified':
      return { what: 'took back the verification of your account' }
    case 'contact-match':
      return { what: 'is on Bluesky; you have each other’s number' }
    default:
      return { what: 'did something that SkyPanel has no words for' }
  }
}
