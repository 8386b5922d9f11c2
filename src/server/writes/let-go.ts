// Ends muting or blocking somebody, and hiding a post.
import type { Barring } from '#types/barred-people.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { showHiddenPost } from '../atproto/edit-preferences.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'

/**
 * Idempotent (app.bsky.graph.unmuteActor; for a block its record is deleted).
 * @throws AppError 400 when the form names nobody, 409 for a block by a list, others as upstream answers
 */
export function letGo(
  ctx: WebContext,
  viewer: Viewer,
  { barring, subject }: { barring: Barring; subject: string },
): Promise<void> {
  if (!/^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/.test(subject)) throw new AppError(400, 'This form names nobody.')
  const kind = barring === 'muted' ? 'mute' : 'block'
  return ctx.acts.inTurn(`${viewer.did} ${kind} ${subject}`, async () => {
    const agent = await openAgent(ctx, viewer)
    if (kind === 'mute') await askUpstream(agent.app.bsky.graph.unmuteActor({ actor: subject }))
    else if (ctx.acts.recall(viewer.did, kind, subject) !== null) {
      const { data } = await askUpstream(agent.app.bsky.actor.getProfile({ actor: subject }))
      const own = data.viewer?.blocking ?? null
      if (own === null && data.viewer?.blockingByList) {
        throw new AppError(
          409,
          'A list of yours blocks this account. Take it off the list, or stop blocking by the list.',
        )
      }
      const record = ctx.acts.recall(viewer.did, kind, subject) ?? own
      const rkey = record?.split('/').at(-1)
      if (rkey) {
        const params = { repo: viewer.did, collection: 'app.bsky.graph.block', rkey }
        await askUpstream(agent.com.atproto.repo.deleteRecord(params))
      }
    }
    ctx.acts.note(viewer.did, kind, subject, null)
  })
}

/** Shows a post again that `viewer` has hidden; without `uri`, all of them. @throws AppError as upstream answers */
export async function showAgain(ctx: WebContext, viewer: Viewer, uri: string | undefined): Promise<void> {
  await updatePreferences(ctx, viewer, (preferences) => showHiddenPost(preferences, uri))
}
