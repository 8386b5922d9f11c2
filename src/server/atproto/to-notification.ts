// app.bsky.notification.listNotifications#notification → NotificationEntry.
import { type AppBskyNotificationListNotifications, moderateNotification, moderateProfile } from '@atproto/api'
import type { NotificationEntry, NotificationSubject } from '#types/notification.ts'
import type { Post } from '#types/post.ts'
import type { Lens } from './lens.ts'
import { isConversation } from './notification-reasons.ts'
import { tameName } from './tame-text.ts'
import { actorHref, toActor } from './to-actor.ts'
import { isObject } from './to-embed.ts'

type View = AppBskyNotificationListNotifications.Notification

/** Longest excerpt of a post, in characters: it is shown on two lines. */
const excerptLength = 300

/**
 * What a page says of one notification. Undefined for what is no notification, and for what the viewer's settings hide;
 * people they follow are not held back by labels.
 * @param seen everything before (ms) has been read; undefined leaves it to what the view says
 */
export function toNotification(view: unknown, lens: Lens, seen: number | undefined): NotificationEntry | undefined {
  try {
    return isObject(view) ? readNotification(view as unknown as View, lens, seen) : undefined
  } catch {
    return undefined
  }
}

function readNotification(view: View, lens: Lens, seen: number | undefined): NotificationEntry | undefined {
  const at = Date.parse(view.indexedAt)
  if (typeof view.uri !== 'string' || typeof view.reason !== 'string' || Number.isNaN(at)) return undefined
  const isFollowed = Boolean(view.author.viewer?.following)
  if (!isFollowed && moderateNotification(view, lens.moderation).ui('contentList').filter) return undefined
  const actor = toActor(view.author)
  const hidesAvatar = moderateProfile(view.author, lens.moderation).ui('avatar').blur
  const subjectUri = subjectOf(view)
  return {
    uri: view.uri,
    reason: view.reason.slice(0, 60),
    at: new Date(at).toISOString(),
    isRead: seen === undefined ? view.isRead === true : at < seen,
    actor: hidesAvatar ? { ...actor, avatar: undefined } : actor,
    isFollowed,
    subjectUri,
    subject: { ...toSubject(subjectUri), ...starterPackOf(view) },
  }
}

/** The record that was liked or reposted, not the repost by which somebody found it; for posts the post itself. */
function subjectOf({ uri, reason, reasonSubject, record }: View): string {
  if (isConversation(reason) || reason === 'subscribed-post') return uri
  const subject = isObject(record) && isObject(record.subject) ? record.subject.uri : undefined
  if (/^(like|repost)(-via-repost)?$/.test(reason) && typeof subject === 'string') return subject
  return typeof reasonSubject === 'string' ? reasonSubject : ''
}

const kinds: Record<string, { kind: NotificationSubject['kind']; path: string }> = {
  'app.bsky.feed.post': { kind: 'post', path: 'post' },
  'app.bsky.feed.generator': { kind: 'feed', path: 'feed' },
  'app.bsky.graph.list': { kind: 'list', path: 'lists' },
}

function toSubject(uri: string): NotificationSubject {
  const [did, collection = '', rkey = ''] = uri.replace(/^at:\/\//, '').split('/')
  if (!did?.startsWith('did:')) return { kind: 'other' }
  if (collection === 'app.bsky.graph.starterpack') return { kind: 'starter-pack', href: packHref(did, rkey) }
  if (collection === 'app.bsky.labeler.service') return { kind: 'labeler', href: `/profile/${did}` }
  const known = kinds[collection]
  if (!known) return { kind: 'other' }
  return { kind: known.kind, href: `${actorHref(did, 'handle.invalid')}/${known.path}/${encodeURIComponent(rkey)}` }
}

function packHref(did: string, rkey: string): string {
  return `/starter-pack/${did}/${encodeURIComponent(rkey)}`
}

/** The name of the starter pack by which somebody came. */
function starterPackOf({ reason, starterPack }: View): Partial<NotificationSubject> {
  if (reason !== 'starterpack-joined' || !isObject(starterPack)) return {}
  const record: unknown = starterPack.record
  return isObject(record) && typeof record.name === 'string' ? { text: tameName(record.name) } : {}
}

/** The subject with an excerpt of its post. */
export function describePost(post: Post): NotificationSubject {
  const text = post.segments
    .map((segment) => segment.text)
    .join('')
    .slice(0, excerptLength)
    .trim()
  const media: Partial<Record<Post['embeds'][number]['kind'], string>> = { pictures: 'A picture', video: 'A video' }
  const first = post.embeds[0]?.kind
  const words = first ? (media[first] ?? 'A link') : 'A post without words'
  return { kind: 'post', href: post.href, text: text || words, ...(text && post.lang ? { lang: post.lang } : {}) }
}
