// What the page of a profile shows: the person, and their posts where they may be seen.
import type { Actor } from '#types/actor.ts'
import type { Labeler } from '#types/labeler.ts'
import type { Profile, ProfileContent, ProfileTab, ProfileTabLink } from '#types/profile.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readLabeler } from './labeler.ts'
import { readProfile } from './profile.ts'
import { readProfileContent } from './profile-content.ts'
import { listTabs } from './profile-tabs.ts'
import { isUnanswered } from './recall-kept.ts'

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
  /** The one of `tabs` that is shown. `labels` shows `labeler`, the others `content`. */
  tab: ProfileTab | 'labels'
  /** Absent where something bars the way to it. */
  content: ProfileContent | undefined
  labeler?: Labeler | undefined
  /** Why half of the page is missing: `content`, or all of `profile` that posts do not tell. */
  failure?: AppError | undefined
  isSketch?: boolean
}

/**
 * The profile and what stands under `tab`, asked for side by side: posts unless one is named, but the first page of a
 * labeler is its labels. A tab that this profile does not offer is its posts.
 * Where only one of the two comes, the page shows it.
 * @throws AppError as upstream answers, and when neither comes
 */
export async function readProfilePage(
  ctx: WebContext,
  viewer: Viewer | undefined,
  {
    tab: named,
    languages = [],
    ...asked
  }: { actor: string; tab: ProfileTab | undefined; cursor: string | undefined; languages?: string[] },
): Promise<ProfilePage> {
  const request = { ...asked, tab: named ?? 'posts' }
  // Upstream refuses posts of blocked accounts and likes of others; whether that matters, the profile tells.
  const contentOrError = readProfileContent(ctx, viewer, request).catch((error: unknown) => ({ error }))
  const profile = await readProfile(ctx, viewer, request.actor).catch((error: unknown) => ({ error }))
  if ('error' in profile) return sketchPage(profile.error, await contentOrError, { viewer, ...request })
  const tabs = listTabs(profile)
  if (profile.bar) return { profile, tabs, tab: 'posts', content: undefined }
  if (profile.isLabeler && named === undefined && asked.cursor === undefined) {
    const { did } = profile.actor
    const labeler = await readLabeler(ctx, viewer, { actor: did, languages }).catch(() => undefined)
    // Its posts are there when its labels are not.
    if (labeler) return { profile, tabs, tab: 'labels', content: undefined, labeler }
  }
  const { tab } = request
  if (!tabs.some((offered) => offered.tab === tab)) {
    const content = await readProfileContent(ctx, viewer, { ...request, tab: 'posts', cursor: undefined })
    return { profile, tabs, tab: 'posts', content }
  }
  const content = await contentOrError
  if (!('error' in content)) return { profile, tabs, tab, content }
  const failure = isBehind(content.error) ? new AppError(503, behind, { retryAfter: 3 }) : content.error
  if (!isUnanswered(failure)) throw failure
  return { profile, tabs, tab, content: undefined, failure }
}

const behind = 'The network does not know yet that you have unblocked them. Their posts are back in a moment.'

/** Posts are refused for a block that the profile, which knows what was done here just now, does not have any more. */
function isBehind(error: unknown): boolean {
  const { cause } = error instanceof AppError ? error : {}
  return cause instanceof Error && 'error' in cause && cause.error === 'BlockedActor'
}

type Sketched = { viewer: Viewer | undefined; actor: string; tab: ProfileTab }

/** The page of somebody whose posts came without their profile. */
function sketchPage(error: unknown, content: ProfileContent | { error: unknown }, asked: Sketched): ProfilePage {
  if (!isUnanswered(error) || 'error' in content || content.kind !== 'posts') throw error
  const posts = content.slices.flatMap((slice) => slice.posts)
  const own = posts.find((post) => post.kind === 'post' && [post.author.did, post.author.handle].includes(asked.actor))
  if (own?.kind !== 'post') throw error
  const profile = sketchProfile(own.author, asked.viewer)
  return { profile, tabs: listTabs(profile), tab: asked.tab, content, failure: error, isSketch: true }
}

function sketchProfile(actor: Actor, viewer: Viewer | undefined): Profile {
  const counts = { followers: 0, following: 0, posts: 0, feeds: 0, lists: 0, packs: 0 }
  const isSelf = viewer?.did === actor.did
  const standing = { isSelf, isFollowing: false, isFollowedBy: false, mutes: [] }
  return { actor, bio: [], counts, viewer: standing, labels: [], isLabeler: false }
}
