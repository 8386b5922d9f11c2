// What somebody wants to hear of, kept on the network: app.bsky.notification.getPreferences and putPreferencesV2.
import type { Agent } from '@atproto/api'
import type { NotificationType } from '#types/notification-settings.ts'
import { askUpstream } from './ask-upstream.ts'
import { isObject } from './to-embed.ts'

/** The kinds that can be chosen, in the order a person cares for them. `isFilterable`: it can be of people followed only. */
export const notificationTypes: { name: string; isFilterable: boolean }[] = [
  { name: 'reply', isFilterable: true },
  { name: 'mention', isFilterable: true },
  { name: 'quote', isFilterable: true },
  { name: 'follow', isFilterable: true },
  { name: 'like', isFilterable: true },
  { name: 'repost', isFilterable: true },
  { name: 'likeViaRepost', isFilterable: true },
  { name: 'repostViaRepost', isFilterable: true },
  { name: 'subscribedPost', isFilterable: false },
  { name: 'starterpackJoined', isFilterable: false },
  { name: 'verified', isFilterable: false },
  { name: 'unverified', isFilterable: false },
]

/**
 * Every kind with what was chosen for it; what the AppView does not say is on, as for somebody new.
 * @throws AppError as upstream answers
 */
export async function readNotificationTypes(agent: Agent): Promise<NotificationType[]> {
  const { data } = await askUpstream(agent.app.bsky.notification.getPreferences())
  return toTypes(data.preferences)
}

function toTypes(preferences: unknown): NotificationType[] {
  const chosen: Record<string, unknown> = isObject(preferences) ? { ...preferences } : {}
  return notificationTypes.map(({ name, isFilterable }) => {
    const own = chosen[name]
    const { include, list, push } = isObject(own) ? own : {}
    return {
      name,
      isListed: list !== false,
      isPushed: push !== false,
      ...(isFilterable ? { isOfFollowed: include === 'follows' } : {}),
    }
  })
}

/**
 * Says what is chosen for the kinds given; others stay.
 * @returns every kind, as it is from now on
 * @throws AppError as upstream answers
 */
export async function putNotificationTypes(agent: Agent, types: NotificationType[]): Promise<NotificationType[]> {
  const entries = types.map(({ name, isListed, isPushed, isOfFollowed }) => [
    name,
    {
      list: isListed,
      push: isPushed,
      ...(isOfFollowed === undefined ? {} : { include: isOfFollowed ? 'follows' : 'all' }),
    },
  ])
  const { data } = await askUpstream(agent.app.bsky.notification.putPreferencesV2(Object.fromEntries(entries)))
  return toTypes(data.preferences)
}

/** `like-via-repost`, as a notification names it, is `likeViaRepost` among the preferences. */
export function typeOfReason(reason: string): string {
  return reason.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
