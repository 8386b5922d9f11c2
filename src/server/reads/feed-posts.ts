// Items of a feed → posts as a reader may see them.
import type { FeedItem } from '#db/queries/feed-items.ts'
import { findIndexedPosts } from '#db/queries/indexed-posts.ts'
import type { FeedPost } from '#types/feed-page.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { drawPosts } from './draw-posts.ts'
import { findHiddenAuthors } from './find-hidden-authors.ts'
import { findReposters } from './find-reposters.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { isUnanswered } from './recall-kept.ts'

/** How long an AppView may lag behind the firehose (ms). What it does not know later than that, it has removed. */
const longestLag = 10 * 60_000

/**
 * The posts of `items`, in their order. Posts too new for the AppView are drawn from their rows. For strangers, what is
 * gone, hidden or filtered is left out, and what such people repost, and a quiet tombstone stands for what only people who are signed in may see;
 * in the workshop a veil or tombstone says why a post that is in the feed is not shown.
 * @throws AppError 401 when the viewer's upstream session is gone, 502 when the AppView does not answer
 */
export async function readFeedPosts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  items: FeedItem[],
): Promise<FeedPost[]> {
  const all = items.map(({ uri }) => uri)
  const by = items.flatMap(({ repost }) => repost?.did ?? [])
  const [hidden, posts, reposters] = await Promise.all([
    viewer ? new Set<string>() : findHiddenAuthors(ctx, [...all.map(authorOf), ...by]),
    hydratePosts(ctx, viewer, all),
    findReposters(ctx, viewer, by),
  ])
  const uris = all.filter((uri) => !hidden.has(authorOf(uri)))
  const rows = await findIndexedPosts(
    ctx.index,
    uris.filter((uri) => !posts.has(uri)),
  )
  const drawn = await drawPosts(
    ctx,
    viewer,
    rows.filter(({ indexedAt }) => indexedAt > ctx.now() - longestLag),
  ).catch((error) => {
    // Others can be shown, so they are.
    if (posts.size === 0 || !isUnanswered(error)) throw error
    return new Map<string, Post | Tombstone>()
  })
  const shown = new Set(uris)
  return items.flatMap(({ uri, repost }): FeedPost[] => {
    const post = shown.has(uri) ? (posts.get(uri) ?? drawn.get(uri)) : undefined
    if (post === undefined || (viewer === undefined && !isPublic(post))) return []
    if (repost === undefined) return [post]
    const actor = hidden.has(repost.did) ? undefined : reposters.get(repost.did)
    if (actor === undefined) return viewer ? [post] : []
    return [{ ...post, reposter: actor }]
  })
}

function authorOf(uri: string): string {
  return uri.split('/')[2] ?? ''
}

function isPublic(post: Post | Tombstone): boolean {
  return post.kind === 'post' ? !post.isFiltered : post.reason === 'signed-in-only'
}
