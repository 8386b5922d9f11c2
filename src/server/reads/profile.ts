// A profile and its posts.
import { findCachedProfile, keepCachedProfile } from '#db/queries/cached-profiles.ts'
import type { Profile, ProfileTab } from '#types/profile.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toProfile } from '../atproto/to-profile.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** How long a public profile is good, in ms. */
const profileTtl = 5 * 60_000
/** How long a public page of posts is good, in ms. */
const feedTtl = 15_000
const limit = 30

const filters: Record<ProfileTab, string> = {
  posts: 'posts_and_author_threads',
  replies: 'posts_with_replies',
  media: 'posts_with_media',
}

/**
 * A profile as `viewer` may see it (app.bsky.actor.getProfile).
 * @throws AppError 404 when there is none, 410 when it is deactivated or taken down, 502
 */
export async function readProfile(ctx: WebContext, viewer: Viewer | undefined, actor: string): Promise<Profile> {
  const { agent, lens } = await openLens(ctx, viewer)
  const fetchView = async () => (await askUpstream(agent.app.bsky.actor.getProfile({ actor }))).data
  if (viewer) return toProfile(await fetchView(), lens)
  type View = Awaited<ReturnType<typeof fetchView>>
  const cached = (await findCachedProfile(ctx.cache, actor, ctx.now())) as View | undefined
  const view = cached ?? (await ctx.memory.recall(`profile ${actor}`, 1000, fetchView))
  if (!cached) await keepProfile(ctx, view)
  return toProfile(view, lens)
}

function keepProfile(ctx: WebContext, view: { did: string; handle: string }): Promise<void> {
  // An invalid handle is shared by many: only the DID names them.
  const handle = view.handle === 'handle.invalid' ? view.did : view.handle
  const now = ctx.now()
  return keepCachedProfile(ctx.cache, { did: view.did, handle, view, expiresAt: now + profileTtl }, now)
}

/**
 * One page of what somebody posted (app.bsky.feed.getAuthorFeed), newest first.
 * @throws AppError as upstream answers; 403 when one of the two has blocked the other
 */
export async function readAuthorFeed(
  ctx: WebContext,
  viewer: Viewer | undefined,
  request: { actor: string; tab: ProfileTab; cursor: string | undefined },
): Promise<Timeline> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { actor, tab, cursor } = request
  const params = { actor, limit, cursor, filter: filters[tab], includePins: tab === 'posts' && cursor === undefined }
  const ask = async () => (await askUpstream(agent.app.bsky.feed.getAuthorFeed(params))).data
  const key = `author ${actor} ${tab} ${cursor ?? ''}`
  const data = viewer ? await ask() : await ctx.memory.recall(key, feedTtl, ask)
  return {
    slices: toSlices(data.feed, lens, { context: 'line' }),
    cursor: data.feed.length > 0 ? data.cursor : undefined,
  }
}
