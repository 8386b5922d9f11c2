// Blocks somebody, or takes the block back.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readOwnStanding } from '../atproto/own-standing.ts'
import { toActor } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

const collection = 'app.bsky.graph.block'

/**
 * Makes the viewer's block of `subject` (a DID or handle) be there or, with `undo`, not be there. Idempotent.
 * @throws AppError 422 for oneself, 409 when a list blocks and not the viewer, 404 when there is no such account, others
 * as upstream answers
 */
export async function blockActor(
  ctx: WebContext,
  viewer: Viewer,
  subject: string,
  undo: boolean,
): Promise<{ name: string; isBlocked: boolean }> {
  const { did } = viewer
  const { agent, lens } = await openLens(ctx, viewer)
  return ctx.acts.inTurn(`${did} block ${subject}`, async () => {
    const { data } = await askUpstream(agent.app.bsky.actor.getProfile({ actor: subject }))
    if (data.did === did) throw new AppError(422, 'Nobody can block themselves.')
    const { blocking, isBlockedByList } = readOwnStanding(data, lens.acts)
    if (!undo && blocking === undefined) {
      const record = { $type: collection, subject: data.did, createdAt: new Date(ctx.now()).toISOString() }
      const created = await askUpstream(agent.com.atproto.repo.createRecord({ repo: did, collection, record }))
      ctx.acts.note(did, 'block', data.did, created.data.uri)
    } else if (undo && blocking !== undefined) {
      const rkey = blocking.split('/').at(-1) ?? ''
      await askUpstream(agent.com.atproto.repo.deleteRecord({ repo: did, collection, rkey }))
      ctx.acts.note(did, 'block', data.did, null)
    } else if (undo && isBlockedByList) {
      throw new AppError(409, 'A list that you block by blocks this account. Stop blocking by that list, and it ends.')
    }
    return { name: toActor(data).name, isBlocked: !undo }
  })
}
