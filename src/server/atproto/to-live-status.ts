// app.bsky.actor.defs#statusView → that somebody streams right now.
import { type AppBskyActorDefs, moderateStatus } from '@atproto/api'
import type { LiveStatus } from '#types/profile.ts'
import type { Lens } from './lens.ts'
import { isObject, toEmbeds } from './to-embed.ts'

const longest = 4 * 3_600_000

/**
 * @param now in ms
 * @returns undefined when they are not live, when that has ended or says no end, when a moderator or the viewer's
 *   settings hide it
 */
export function toLiveStatus(view: AppBskyActorDefs.ProfileViewDetailed, lens: Lens, now: number) {
  try {
    return readLiveStatus(view, lens, now)
  } catch {
    return undefined
  }
}

function readLiveStatus(view: AppBskyActorDefs.ProfileViewDetailed, lens: Lens, now: number): LiveStatus | undefined {
  const { status } = view
  if (!isObject(status) || status.status !== 'app.bsky.actor.status#live') return undefined
  if (status.isActive === false || status.isDisabled === true) return undefined
  const end = typeof status.expiresAt === 'string' ? Date.parse(status.expiresAt) : Number.NaN
  // One that says it lasts for ever is none.
  if (!(end > now) || end > now + longest) return undefined
  const ui = moderateStatus(view, lens.moderation).ui('contentMedia')
  if (ui.blur) return undefined
  const [embed] = toEmbeds(status.embed, () => undefined)
  return { until: new Date(end).toISOString(), link: embed?.kind === 'link' ? embed : undefined }
}
