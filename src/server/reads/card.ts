// One post, to be put into a page that is open already.
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { readOwnPost } from './own-post.ts'

/** @throws AppError 404 when nobody knows the post, others as upstream answers */
export async function readCard(ctx: WebContext, viewer: Viewer | undefined, uri: string): Promise<Post | Tombstone> {
  const found = (await hydratePosts(ctx, viewer, [uri])).get(uri)
  if (found) return found
  const own = viewer && uri.startsWith(`at://${viewer.did}/`) ? await readOwnPost(ctx, viewer, uri) : undefined
  if (!own) throw new AppError(404, 'The post may have been deleted.')
  return own.post
}
