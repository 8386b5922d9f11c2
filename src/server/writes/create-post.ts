// Makes a post. Sent twice with the same draft, it is one post.
import type { Draft } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { buildPost } from '../atproto/build-post.ts'
import { createTid } from '../atproto/create-tid.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { actorHref } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'

const collection = 'app.bsky.feed.post'

/** `href` is the address of its thread here, `nextRkey` a key for the form's next post. */
export type CreatedPost = { uri: string; cid: string; href: string; nextRkey: string }

/**
 * Writes the record to the viewer's repository (com.atproto.repo.createRecord).
 * @throws AppError 422 when the draft cannot be posted, others as upstream answers
 */
export async function createPost(ctx: WebContext, viewer: Viewer, draft: Draft): Promise<CreatedPost> {
  const agent = await openAgent(ctx, viewer)
  const repo = viewer.did
  const { rkey } = draft
  const ref = await ctx.acts.inTurn(`${repo} post ${rkey}`, async () => {
    const known = await agent.com.atproto.repo.getRecord({ repo, collection, rkey }).catch(() => undefined)
    if (known?.data.cid) return { uri: known.data.uri, cid: known.data.cid }
    const record = await buildPost(agent, draft, ctx.now())
    const { data } = await askUpstream(agent.com.atproto.repo.createRecord({ repo, collection, rkey, record }))
    return { uri: data.uri, cid: data.cid }
  })
  const href = `${actorHref(viewer.did, viewer.handle)}/post/${rkey}`
  return { uri: ref.uri, cid: ref.cid, href, nextRkey: createTid(ctx.now()) }
}
