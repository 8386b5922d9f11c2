// Takes the viewer's post out of a post that quotes it, or puts it back.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { quotedUriOf } from '../atproto/post-standing.ts'
import { changeGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

/** What the lexicon allows (app.bsky.feed.postgate). */
const mostDetached = 50

/**
 * Makes the post that `uri` quotes detached from it or, with `undo`, attached again. Idempotent.
 * @throws AppError 403 when what it quotes is not the viewer's, 422 when no more can be detached, 404 when the post is
 * gone, others as upstream answers
 */
export async function detachQuote(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<void> {
  const { agent } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [uri] }))
  const [view] = data.posts
  if (!view) throw new AppError(404, 'The post is gone. Its author may have deleted it.')
  const quoted = quotedUriOf(view.record)
  if (!quoted) throw new AppError(422, 'This post quotes nothing.')
  await changeGate(ctx, viewer, { kind: 'postgate', uri: quoted }, (gate) => {
    const detached = Array.isArray(gate.detachedEmbeddingUris) ? gate.detachedEmbeddingUris : []
    if (detached.includes(uri) !== undo) return gate
    if (!undo && detached.length >= mostDetached) {
      throw new AppError(
        422,
        `No more than ${mostDetached} quotes can be detached. Nobody can quote a post once you say so.`,
      )
    }
    return { ...gate, detachedEmbeddingUris: undo ? detached.filter((item) => item !== uri) : [...detached, uri] }
  })
  ctx.acts.note(viewer.did, 'detach', uri, undo ? null : uri)
}
