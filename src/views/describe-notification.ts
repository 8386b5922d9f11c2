// What a notification says, and the icon beside it.
import type { NotificationRow, NotificationSubject } from '#types/notification.ts'
import type { IconName } from './icons.ts'

/** `before` stands in front of the names, `what` behind them; `label` is what the icon says to those who cannot see it. */
export type NotificationWords = { icon: IconName; before?: string; what: string }

const things: Record<NotificationSubject['kind'], string> = {
  post: 'your post',
  feed: 'your feed',
  list: 'your list',
  'starter-pack': 'your starter pack',
  labeler: 'your labeler',
  other: 'something of yours',
}

/** A sentence for every reason, also for one that this version does not know. */
export function describeNotification({ reason, subject, isFollowed }: NotificationRow): NotificationWords {
  const thing = things[subject.kind]
  switch (reason) {
    case 'like':
      return { icon: 'heart', what: `liked ${thing}` }
    case 'like-via-repost':
      return { icon: 'heart', what: 'liked a post that you reposted' }
    case 'repost':
      return { icon: 'repeat', what: `reposted ${thing}` }
    case 'repost-via-repost':
      return { icon: 'repeat', what: 'reposted a post that you reposted' }
    case 'follow':
      return { icon: 'userPlus', what: isFollowed ? 'followed you back' : 'followed you' }
    case 'reply':
      return { icon: 'messageSquare', what: 'answered you' }
    case 'mention':
      return { icon: 'atSign', what: 'mentioned you' }
    case 'quote':
      return { icon: 'quote', what: 'quoted your post' }
    case 'subscribed-post':
      return { icon: 'bell', before: 'New from ', what: ', whose posts you asked to hear about' }
    case 'starterpack-joined':
      return { icon: 'userPlus', what: 'joined by your starter pack' }
    case 'verified':
      return { icon: 'badgeCheck', what: 'verified your account' }
    case 'unverified':
      return { icon: 'badgeX', what: 'took back the verification of your account' }
    case 'contact-match':
      return { icon: 'users', what: 'is on Bluesky; you have each other’s number' }
    default:
      return { icon: 'bell', what: 'did something that SkyPanel has no words for' }
  }
}
