// What somebody wants to hear of, where, and when not.
import { findPushRules, listPushSubscriptions, type PushRules } from '#db/queries/push.ts'
import type { NotificationSettings, NotificationType } from '#types/notification-settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { readNotificationTypes } from '../atproto/notification-preferences.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { nameBrowser } from '../auth/name-browser.ts'
import type { WebContext } from '../context.ts'

/** Everything that /settings/notifications shows; without `types` when the network does not say. */
export async function readNotificationSettings(ctx: WebContext, viewer: Viewer): Promise<NotificationSettings> {
  const [types, browsers, rules] = await Promise.all([
    readTypes(ctx, viewer),
    listPushSubscriptions(ctx.main, viewer.userId, ctx.now()),
    findPushRules(ctx.main, viewer.userId),
  ])
  return {
    ...(types ? { types } : {}),
    browsers: browsers.map(({ id, sessionId, userAgent, createdAt, sentAt, failingSince }) => ({
      id,
      isThis: sessionId === viewer.sessionId,
      name: nameBrowser(userAgent),
      createdAt,
      sentAt,
      failingSince,
    })),
    ...readQuietTimes(rules),
    timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')],
    pushKey: ctx.push.publicKey,
  }
}

/** As their form shows them: none, for whom has no rules. */
export function readQuietTimes(rules: PushRules | undefined) {
  return {
    quietFrom: toClock(rules?.quietFrom ?? null),
    quietUntil: toClock(rules?.quietUntil ?? null),
    timeZone: rules?.timeZone ?? 'UTC',
  }
}

/** How long what was chosen is remembered, in ms. */
const choiceTtl = 60_000
const memoryKey = (viewer: Viewer) => `notification types ${viewer.did}`

/** What somebody chose, as it was known a minute ago at most. @throws AppError as upstream answers */
export function recallTypes(ctx: WebContext, viewer: Viewer): Promise<NotificationType[]> {
  return ctx.memory.recall(memoryKey(viewer), choiceTtl, async () =>
    readNotificationTypes(await openAgent(ctx, viewer)),
  )
}

/** The kinds that were chosen on this box a moment ago: the AppView may not know of it yet. */
export function recallChosen(ctx: WebContext, viewer: Viewer): Promise<string[]> {
  return ctx.memory.recall(`${memoryKey(viewer)} chosen`, choiceTtl, async () => [])
}

/** Remembers what was chosen just now, of the kinds `chosen`: the AppView gives the old choice for a moment. */
export async function rememberTypes(ctx: WebContext, viewer: Viewer, types: NotificationType[], chosen: string[]) {
  for (const [key, value] of [
    [memoryKey(viewer), types],
    [`${memoryKey(viewer)} chosen`, chosen],
  ] as const) {
    ctx.memory.forget(key)
    await ctx.memory.recall<unknown>(key, choiceTtl, async () => value)
  }
}

async function readTypes(ctx: WebContext, viewer: Viewer) {
  try {
    return await recallTypes(ctx, viewer)
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 401) throw error
    return undefined
  }
}

/** Minutes after midnight → `HH:MM`. */
export function toClock(minutes: number | null): string {
  if (minutes === null) return ''
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
