// Hides a reply from everybody who reads the viewer's conversation, or shows it again.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { rootUriOf } from '../atproto/post-standing.ts'
import { changeGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

/** What the lexicon allows (app.bsky.feed.threadgate). */
const mostHidden = 300

/**
 * Puts `uri` among the hidden replies of the conversation it is part of or, with `undo`, takes it out. Idempotent.
 * @throws AppError 403 when somebody else began the conversation, 422 when no more can be hidden, 404 when the reply is
 * gone, others as upstream answers
 */
export async function hideReply(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<void> {
  const { agent } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [uri] }))
  const [view] = data.posts
  if (!view) throw new AppError(404, 'The reply is gone. Its author may have deleted it.')
  const root = rootUriOf(view)
  if (root === uri) throw new AppError(422, 'This post answers nobody.')
  if (!root.startsWith(`at://${viewer.did}/`))
    throw new AppError(403, 'Only who began a conversation can hide replies.')
  await changeGate(ctx, viewer, { kind: 'threadgate', uri: root }, (gate) => {
    const hidden = Array.isArray(gate.hiddenReplies) ? gate.hiddenReplies : []
    if (hidden.includes(uri) !== undo) return gate
    if (!undo && hidden.length >= mostHidden)
      throw new AppError(422, `No more than ${mostHidden} replies can be hidden.`)
    return { ...gate, hiddenReplies: undo ? hidden.filter((item) => item !== uri) : [...hidden, uri] }
  })
  ctx.acts.note(viewer.did, 'hide reply', uri, undo ? null : uri)
}
