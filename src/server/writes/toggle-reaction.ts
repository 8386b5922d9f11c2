// Likes and reposts: a record on a post, made once and taken back once, however often it is asked for.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPost } from '../atproto/to-post.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

type Kind = 'like' | 'repost'

/** How it stands afterwards: `record` is the URI of the viewer's record, `count` everybody's. */
export type Reaction = { isOn: boolean; count: number; record: string | null }

/**
 * Makes the viewer's `kind` on the post `uri` be there or, with `undo`, not be there.
 * @throws AppError 404 when the post is gone, others as upstream answers
 */
export function toggleReaction(
  ctx: WebContext,
  viewer: Viewer,
  { kind, uri, undo }: { kind: Kind; uri: string; undo: boolean },
): Promise<Reaction> {
  const { did } = viewer
  return ctx.acts.inTurn(`${did} ${kind} ${uri}`, async () => {
    const { agent, lens } = await openLens(ctx, viewer)
    const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [uri] }))
    const [view] = data.posts
    if (!view) throw new AppError(404, 'The post is gone. Its author may have deleted it.')
    const own = ctx.acts.recall(did, kind, uri)
    let record = own === undefined ? (view.viewer?.[kind] ?? null) : own
    const collection = `app.bsky.feed.${kind}`
    if (!undo && record === null) {
      const subject = { uri, cid: view.cid }
      const createdAt = new Date(ctx.now()).toISOString()
      const body = { repo: did, collection, record: { $type: collection, subject, createdAt } }
      record = (await askUpstream(agent.com.atproto.repo.createRecord(body))).data.uri
    } else if (undo && record !== null) {
      const rkey = record.split('/').at(-1) ?? ''
      await askUpstream(agent.com.atproto.repo.deleteRecord({ repo: did, collection, rkey }))
      record = null
    }
    ctx.acts.note(did, kind, uri, record)
    const post = toPost(view, lens, 'focus')
    const counts = post.kind === 'post' ? post.counts : { likes: 0, reposts: 0 }
    return { isOn: record !== null, count: kind === 'like' ? counts.likes : counts.reposts, record }
  })
}
