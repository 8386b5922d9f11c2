// Follows somebody, or stops following them.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

const collection = 'app.bsky.graph.follow'

/**
 * Makes the viewer's follow of `subject` (a DID) be there or, with `undo`, not be there. Idempotent.
 * @throws AppError 404 when there is no such account, 422 for oneself, others as upstream answers
 */
export function followActor(
  ctx: WebContext,
  viewer: Viewer,
  subject: string,
  undo: boolean,
): Promise<{ follows: boolean }> {
  const { did } = viewer
  if (subject === did) throw new AppError(422, 'Nobody can follow themselves.')
  return ctx.acts.inTurn(`${did} follow ${subject}`, async () => {
    const agent = await openAgent(ctx, viewer)
    const { data } = await askUpstream(agent.app.bsky.actor.getProfile({ actor: subject }))
    const own = ctx.acts.recall(did, 'follow', subject)
    const record = own === undefined ? (data.viewer?.following ?? null) : own
    if (!undo && record === null) {
      const body = { $type: collection, subject, createdAt: new Date(ctx.now()).toISOString() }
      const created = await askUpstream(agent.com.atproto.repo.createRecord({ repo: did, collection, record: body }))
      ctx.acts.note(did, 'follow', subject, created.data.uri)
    } else if (undo && record !== null) {
      const rkey = record.split('/').at(-1) ?? ''
      await askUpstream(agent.com.atproto.repo.deleteRecord({ repo: did, collection, rkey }))
      ctx.acts.note(did, 'follow', subject, null)
    }
    return { follows: !undo }
  })
}
