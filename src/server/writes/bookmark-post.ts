// Keeps a post for its reader, or stops keeping it. Nobody else sees that: it is no record, the AppView knows it.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askForBookmarks } from '../atproto/ask-for-bookmarks.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

/** What the island gets back. */
export type BookmarkAnswer = { bookmarked: boolean }

/**
 * Idempotent (app.bsky.bookmark.createBookmark, app.bsky.bookmark.deleteBookmark). What is gone can be let go of.
 * @throws AppError 404 when a post to keep is gone, 501 when the AppView has no bookmarks, others as upstream answers
 */
export function bookmarkPost(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<BookmarkAnswer> {
  const { did } = viewer
  return ctx.acts.inTurn(`${did} bookmark ${uri}`, async () => {
    const agent = await openAgent(ctx, viewer)
    if (undo) await askForBookmarks(agent.app.bsky.bookmark.deleteBookmark({ uri }))
    else {
      const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [uri] }))
      const [view] = data.posts
      if (!view) throw new AppError(404, 'The post is gone. Its author may have deleted it.')
      await askForBookmarks(agent.app.bsky.bookmark.createBookmark({ uri, cid: view.cid }))
    }
    ctx.acts.note(did, 'bookmark', uri, undo ? null : uri)
    return { bookmarked: !undo }
  })
}
