// What the page of a profile shows: the person, and their posts where they may be seen.
import type { Profile, ProfileContent, ProfileTab, ProfileTabLink } from '#types/profile.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readProfile } from './profile.ts'
import { readProfileContent } from './profile-content.ts'
import { listTabs } from './profile-tabs.ts'

/** What stands in an address for a person: a DID or a handle, with or without an @. Throws AppError 404 otherwise. */
export function parseActor(actor: string | undefined): string {
  const bare = (actor ?? '').replace(/^@/, '')
  // What the network writes in the place of a handle that does not lead back to its account.
  if (bare === 'handle.invalid')
    throw new AppError(404, 'Their handle does not work. Only the identifier leads to them.')
  if (/^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/.test(bare)) return bare
  if (bare.length <= 253 && /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(bare)) return bare.toLowerCase()
  throw new AppError(404, 'The handle may have changed. Handles do that; the person behind one does not.')
}

export type ProfilePage = {
  profile: Profile
  tabs: ProfileTabLink[]
  /** The one of `tabs` that is shown. */
  tab: ProfileTab
  /** Absent where something bars the way to it. */
  content: ProfileContent | undefined
}

/**
 * The profile and what stands under `tab`, asked for side by side. A tab that this profile does not offer is its posts.
 * @throws AppError as upstream answers
 */
export async function readProfilePage(
  ctx: WebContext,
  viewer: Viewer | undefined,
  request: { actor: string; tab: ProfileTab; cursor: string | undefined },
): Promise<ProfilePage> {
  // Upstream refuses posts of blocked accounts and likes of others; whether that matters, the profile tells.
  const contentOrError = readProfileContent(ctx, viewer, request).catch((error: unknown) => ({ error }))
  const profile = await readProfile(ctx, viewer, request.actor)
  const tabs = listTabs(profile)
  if (profile.bar) return { profile, tabs, tab: 'posts', content: undefined }
  const { tab } = request
  if (!tabs.some((offered) => offered.tab === tab)) {
    const content = await readProfileContent(ctx, viewer, { ...request, tab: 'posts', cursor: undefined })
    return { profile, tabs, tab: 'posts', content }
  }
  const content = await contentOrError
  if ('error' in content) throw content.error
  return { profile, tabs, tab, content }
}
