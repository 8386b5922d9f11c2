// A profile.
import { findCachedProfile, keepCachedProfile } from '#db/queries/cached-profiles.ts'
import type { Profile } from '#types/profile.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toProfile } from '../atproto/to-profile.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { type Kept, recallKept } from './recall-kept.ts'

/** How long a public profile is good, in ms. */
const profileTtl = 5 * 60_000

/**
 * A profile as `viewer` may see it (app.bsky.actor.getProfile).
 * @throws AppError 404 when there is none, 410 when it is deactivated or taken down, 502
 */
export async function readProfile(ctx: WebContext, viewer: Viewer | undefined, actor: string): Promise<Profile> {
  const { agent, lens } = await openLens(ctx, viewer, (own) => own.app.bsky.actor.getProfile({ actor }))
  const fetchView = async () => (await askUpstream(agent.app.bsky.actor.getProfile({ actor }))).data
  if (viewer) return toProfile(await fetchView(), lens, ctx.now())
  type View = Awaited<ReturnType<typeof fetchView>>
  const load = async () => {
    const view = await fetchView()
    await keepProfile(ctx, view)
    return view
  }
  const kept = (await findCachedProfile(ctx.cache, actor)) as Kept<View> | undefined
  return toProfile(await recallKept(ctx, kept, load, profileTtl), lens, ctx.now())
}

async function keepProfile(ctx: WebContext, view: { did: string; handle: string }): Promise<void> {
  if (!ctx.hasRoom()) return
  // An invalid handle is shared by many: only the DID names them.
  const handle = view.handle === 'handle.invalid' ? view.did : view.handle
  const now = ctx.now()
  return keepCachedProfile(ctx.cache, { did: view.did, handle, view, expiresAt: now + profileTtl }, now)
}
