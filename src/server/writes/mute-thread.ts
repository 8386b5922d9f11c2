// Mutes a conversation: no more notifications of it, and its posts stay out of timelines.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { rootUriOf } from '../atproto/post-standing.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

/**
 * Makes the conversation that the post `uri` is part of muted or, with `undo`, not muted (app.bsky.graph.muteThread,
 * unmuteThread). Idempotent.
 * @throws AppError 404 when the post is gone, others as upstream answers
 */
export async function muteThread(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<void> {
  const { did } = viewer
  const { agent } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [uri] }))
  const [view] = data.posts
  if (!view) throw new AppError(404, 'The post is gone. Its author may have deleted it.')
  const root = rootUriOf(view)
  await ctx.acts.inTurn(`${did} thread ${root}`, async () => {
    const { graph } = agent.app.bsky
    await askUpstream(undo ? graph.unmuteThread({ root }) : graph.muteThread({ root }))
    ctx.acts.note(did, 'mute thread', root, undo ? null : root)
  })
}
