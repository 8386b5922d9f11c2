// The settings of Following and of threads, as their pages show and save them.
import type { FollowingSettings, SettingsState, ThreadSettings } from '#types/settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { followingGroup, threadGroup } from '../atproto/view-settings.ts'
import type { WebContext } from '../context.ts'
import { takeSettings } from './take-settings.ts'

type Answer<Values> = Promise<Response | SettingsState<Values>>

export function takeFollowing(ctx: WebContext, viewer: Viewer, request: Request): Answer<FollowingSettings> {
  return takeSettings(ctx, viewer, { request, to: '/settings/following-feed', group: followingGroup })
}

export function takeThreads(ctx: WebContext, viewer: Viewer, request: Request): Answer<ThreadSettings> {
  return takeSettings(ctx, viewer, { request, to: '/settings/threads', group: threadGroup })
}
