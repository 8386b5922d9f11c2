// What the page of a profile shows: the person, and their posts where they may be seen.
import type { Profile, ProfileTab } from '#types/profile.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readAuthorFeed, readProfile } from './profile.ts'

/** What stands in an address for a person: a DID or a handle, with or without an @. Throws AppError 404 otherwise. */
export function parseActor(actor: string | undefined): string {
  const bare = (actor ?? '').replace(/^@/, '')
  if (/^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/.test(bare)) return bare
  if (bare.length <= 253 && /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(bare)) return bare.toLowerCase()
  throw new AppError(404, 'The handle may have changed. Handles do that; the person behind one does not.')
}

/** The tab an address names; posts unless it is known. */
export function parseTab(tab: string | null): ProfileTab {
  return tab === 'replies' || tab === 'media' ? tab : 'posts'
}

/**
 * The profile and a page of its posts, asked for side by side; no posts where something bars the way to them.
 * @throws AppError as upstream answers
 */
export async function readProfilePage(
  ctx: WebContext,
  viewer: Viewer | undefined,
  request: { actor: string; tab: ProfileTab; cursor: string | undefined },
): Promise<{ profile: Profile; feed: Timeline | undefined }> {
  // Upstream refuses posts of blocked accounts; whether that matters, the profile tells.
  const feedOrError = readAuthorFeed(ctx, viewer, request).catch((error: unknown) => ({ error }))
  const profile = await readProfile(ctx, viewer, request.actor)
  const feed = await feedOrError
  if (profile.bar) return { profile, feed: undefined }
  if ('error' in feed) throw feed.error
  return { profile, feed }
}
