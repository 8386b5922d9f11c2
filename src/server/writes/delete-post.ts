// Takes a post of the viewer's back.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

/** The key of a post of the viewer's. @throws AppError 403 when it is somebody else's, or no post */
export function needOwnPost(viewer: Viewer, uri: string): string {
  const [repo, collection, rkey = ''] = uri.slice('at://'.length).split('/')
  if (repo === viewer.did && collection === 'app.bsky.feed.post') return rkey
  throw new AppError(403, 'Only the author of a post can delete it.')
}

/**
 * Deletes the record; one that is gone already is no mistake (com.atproto.repo.deleteRecord).
 * @throws AppError 403 when it is somebody else's
 */
export async function deletePost(ctx: WebContext, viewer: Viewer, uri: string): Promise<void> {
  const rkey = needOwnPost(viewer, uri)
  const { did: repo } = viewer
  const agent = await openAgent(ctx, viewer)
  await askUpstream(agent.com.atproto.repo.deleteRecord({ repo, collection: 'app.bsky.feed.post', rkey }))
  ctx.acts.note(repo, 'delete', uri, null)
}
