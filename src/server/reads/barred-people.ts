// Whom somebody has muted or blocked.
import type { BarredPeople, Barring } from '#types/barred-people.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { type ProfileLike, toActor } from '../atproto/to-actor.ts'
import { toAll } from '../atproto/to-network-feed.ts'
import type { WebContext } from '../context.ts'

const limit = 50

/**
 * A page of them (app.bsky.graph.getMutes, getBlocks), without those whom `viewer` has let go a moment ago. Everybody
 * is shown, whatever the settings say: otherwise nobody could be let go.
 * @throws AppError as upstream answers
 */
export async function readBarredPeople(
  ctx: WebContext,
  viewer: Viewer,
  { barring, cursor }: { barring: Barring; cursor: string | undefined },
): Promise<BarredPeople> {
  const { graph } = (await openAgent(ctx, viewer)).app.bsky
  const params = { limit, ...(cursor === undefined ? {} : { cursor }) }
  const answer =
    barring === 'muted'
      ? await askUpstream(graph.getMutes(params)).then(({ data }) => ({ ...data, people: data.mutes }))
      : await askUpstream(graph.getBlocks(params)).then(({ data }) => ({ ...data, people: data.blocks }))
  const kind = barring === 'muted' ? 'mute' : 'block'
  const people = toAll(answer.people, (view) => toActor(view as ProfileLike)).filter(
    ({ did }) => ctx.acts.recall(viewer.did, kind, did) !== null,
  )
  return { people, cursor: answer.people.length > 0 ? answer.cursor : undefined }
}
