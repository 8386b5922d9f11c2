// A post that the viewer just made, read from their own server: the AppView learns of it a little later.
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { toBarePost } from '../atproto/to-bare-post.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { readProfile } from './profile.ts'

/** The viewer's post at `uri` and what it answers, or undefined when there is no such record. */
export async function readOwnPost(
  ctx: WebContext,
  viewer: Viewer,
  uri: string,
): Promise<{ post: Post; parents: (Post | Tombstone)[] } | undefined> {
  const rkey = uri.split('/').at(-1) ?? ''
  const agent = await openAgent(ctx, viewer)
  const question = agent.com.atproto.repo.getRecord({ repo: viewer.did, collection: 'app.bsky.feed.post', rkey })
  const answer = await question.catch(() => undefined)
  if (!answer) return undefined
  const known = {
    uri: `at://${viewer.did}/app.bsky.feed.post/${rkey}`,
    cid: answer.data.cid ?? '',
    authorDid: viewer.did,
    authorHandle: viewer.handle,
    indexedAt: new Date(ctx.now()).toISOString(),
  }
  const post = toBarePost(known, answer.data.value, viewer.did)
  const above = post.replyTo ? [...new Set([post.replyTo.root, post.replyTo.parent])] : []
  const [profile, parents] = await Promise.all([readProfile(ctx, viewer, viewer.did), hydratePosts(ctx, viewer, above)])
  return { post: { ...post, author: profile.actor }, parents: above.flatMap((parent) => parents.get(parent) ?? []) }
}
