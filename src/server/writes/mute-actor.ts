// Mutes an account, or some of what it posts.
import type { MuteScope } from '#types/mute.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readOwnStanding, toScope } from '../atproto/own-standing.ts'
import { toActor } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

/** `before` is what was muted until now, to go back to. */
export type MuteAnswer = { name: string; before: MuteScope; scope: MuteScope }

/** @throws AppError 400 when a form names no scope */
export function needScope(text: string): MuteScope {
  if (text !== 'none' && toScope(text) === 'none') throw new AppError(400, 'This form does not say what to mute.')
  return toScope(text)
}

/**
 * Makes `scope` what is muted of `subject` (a DID or handle; app.bsky.graph.muteActor, unmuteActor). Idempotent.
 * @throws AppError 422 for oneself, 404 when there is no such account, others as upstream answers
 */
export async function muteActor(
  ctx: WebContext,
  viewer: Viewer,
  subject: string,
  scope: MuteScope,
): Promise<MuteAnswer> {
  const { did } = viewer
  const { agent, lens } = await openLens(ctx, viewer)
  return ctx.acts.inTurn(`${did} mute ${subject}`, async () => {
    const { data } = await askUpstream(agent.app.bsky.actor.getProfile({ actor: subject }))
    if (data.did === did) throw new AppError(422, 'Nobody can mute themselves.')
    const { mute: before } = readOwnStanding(data, lens.acts)
    const only = { onlyReposts: scope.includes('reposts'), onlyQuoteposts: scope.includes('quotes') }
    if (scope === 'none') await askUpstream(agent.app.bsky.graph.unmuteActor({ actor: data.did }))
    else await askUpstream(agent.app.bsky.graph.muteActor({ actor: data.did, ...(scope === 'all' ? {} : only) }))
    ctx.acts.note(did, 'mute', data.did, scope === 'none' ? null : scope)
    return { name: toActor(data).name, before, scope }
  })
}
