// The posts somebody keeps.
import type { Bookmarks } from '#types/bookmarks.ts'
import type { Viewer } from '#types/viewer.ts'
import { askForBookmarks } from '../atproto/ask-for-bookmarks.ts'
import { toBookmark } from '../atproto/to-bookmark.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 30

/**
 * One page of bookmarks (app.bsky.bookmark.getBookmarks), the latest first. What was just let go of is left out.
 * @throws AppError 501 when the AppView has no bookmarks, others as upstream answers
 */
export async function readBookmarks(ctx: WebContext, viewer: Viewer, cursor: string | undefined): Promise<Bookmarks> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askForBookmarks(agent.app.bsky.bookmark.getBookmarks({ limit, cursor }))
  const posts = data.bookmarks.flatMap((view) => toBookmark(view, lens) ?? [])
  return {
    posts: posts.filter(({ uri }) => lens.acts.recall('bookmark', uri) !== null),
    cursor: data.bookmarks.length > 0 ? data.cursor : undefined,
  }
}
