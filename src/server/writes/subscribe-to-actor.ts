// Asks to be told of what somebody posts.
import { saveWatchedAuthor } from '#db/queries/watched-authors.ts'
import type { Subscription } from '#types/mute.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readOwnStanding } from '../atproto/own-standing.ts'
import { toActor } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

/**
 * Makes `what` of `subject` (a DID) the viewer is told (app.bsky.notification.putActivitySubscription). Idempotent.
 * @throws AppError 422 for oneself, 501 where the AppView has no subscriptions, others as upstream answers
 */
export async function subscribeToActor(
  ctx: WebContext,
  viewer: Viewer,
  subject: string,
  what: Subscription,
): Promise<{ name: string; before: Subscription }> {
  const { did } = viewer
  const { agent, lens } = await openLens(ctx, viewer)
  return ctx.acts.inTurn(`${did} subscribe ${subject}`, async () => {
    const { data } = await askUpstream(agent.app.bsky.actor.getProfile({ actor: subject }))
    if (data.did === did) throw new AppError(422, 'You know what you post.')
    const { subscription: before } = readOwnStanding(data, lens.acts)
    const activitySubscription = { post: what !== 'none', reply: what === 'replies' }
    const body = { subject: data.did, activitySubscription }
    if (what !== before) await askUpstream(agent.app.bsky.notification.putActivitySubscription(body))
    await saveWatchedAuthor(ctx.main, viewer.userId, data.did, what === 'none' ? undefined : what === 'replies')
    ctx.acts.note(did, 'subscribe', data.did, what)
    return { name: toActor(data).name, before }
  })
}
