// Likes a feed, or takes the like back.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toNetworkFeed } from '../atproto/to-network-feed.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'

const collection = 'app.bsky.feed.like'

export type FeedLikeAnswer = { liked: boolean; count: number; uri: string | null }

/**
 * Makes the viewer's like of the feed `uri` be there or, with `undo`, not be there. Idempotent.
 * @throws AppError 404 when the feed is gone, others as upstream answers
 */
export function likeFeed(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<FeedLikeAnswer> {
  const { did } = viewer
  return ctx.acts.inTurn(`${did} like ${uri}`, async () => {
    const { agent, lens } = await openLens(ctx, viewer)
    const [view] = (await askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds: [uri] }))).data.feeds
    if (!view) throw new AppError(404, 'The feed is gone. Whoever made it may have deleted it.')
    const own = ctx.acts.recall(did, 'like', uri)
    let record = own === undefined ? (view.viewer?.like ?? null) : own
    if (!undo && record === null) {
      const createdAt = new Date(ctx.now()).toISOString()
      const body = { $type: collection, subject: { uri, cid: view.cid }, createdAt }
      record = (await askUpstream(agent.com.atproto.repo.createRecord({ repo: did, collection, record: body }))).data
        .uri
    } else if (undo && record !== null) {
      const rkey = record.split('/').at(-1) ?? ''
      await askUpstream(agent.com.atproto.repo.deleteRecord({ repo: did, collection, rkey }))
      record = null
    }
    ctx.acts.note(did, 'like', uri, record)
    return { liked: record !== null, count: toNetworkFeed(view, lens).likes, uri: record }
  })
}
