// The posts that somebody has hidden.
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { listHiddenPosts } from '../atproto/edit-preferences.ts'
import { toPost } from '../atproto/to-post.ts'
import { readPreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** app.bsky.feed.getPosts takes this many. */
const pageSize = 25

export type HiddenPosts = { posts: (Post | Tombstone)[]; cursor: string | undefined }

/**
 * A page of them, those hidden last first; `cursor` is how many come before. What is gone from the network is a
 * tombstone, so that it can be taken off the list.
 * @throws AppError as upstream answers
 */
export async function readHiddenPosts(
  ctx: WebContext,
  viewer: Viewer,
  cursor: string | undefined,
): Promise<HiddenPosts> {
  const all = listHiddenPosts(await readPreferences(ctx, viewer))
  const from = cursor !== undefined && /^\d{1,6}$/.test(cursor) ? Number(cursor) : 0
  const uris = all.slice(from, from + pageSize)
  const next = from + pageSize < all.length ? String(from + pageSize) : undefined
  if (uris.length === 0) return { posts: [], cursor: undefined }
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris }))
  // They are what this page is about: every other rule holds.
  const { moderation } = lens
  const open = { ...lens, moderation: { ...moderation, prefs: { ...moderation.prefs, hiddenPosts: [] } } }
  const byUri = new Map(data.posts.map((view) => [view.uri, toPost(view, open)]))
  const posts = uris.map((uri) => byUri.get(uri) ?? { kind: 'gone' as const, uri, reason: 'not-found' as const })
  return { posts, cursor: next }
}
