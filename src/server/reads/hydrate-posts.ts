// Post URIs → posts, in as few upstream calls as possible. What is public is cached.
import { findCachedPosts, keepCachedPosts } from '#db/queries/cached-posts.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPost } from '../atproto/to-post.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** app.bsky.feed.getPosts takes this many. */
const chunkSize = 25
/** How long a public view is good, in ms. */
const postTtl = 60_000

type View = { uri: string; view: unknown }

/**
 * The posts of `uris` as `viewer` may see them, by URI; a post that the AppView does not know is absent. Tombstones
 * stand for posts that must not be shown (signed out: `!no-unauthenticated`).
 * @throws AppError 502 when the AppView does not answer and the cache does not suffice
 */
export async function hydratePosts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  uris: string[],
): Promise<Map<string, Post | Tombstone>> {
  const { agent, lens } = await openLens(ctx, viewer)
  const wanted = [...new Set(uris)]
  const cached = viewer ? new Map<string, unknown>() : await findCachedPosts(ctx.cache, wanted, ctx.now())
  const missing = wanted.filter((uri) => !cached.has(uri))
  const chunks = Array.from({ length: Math.ceil(missing.length / chunkSize) }, (_, at) =>
    missing.slice(at * chunkSize, (at + 1) * chunkSize),
  )
  const answers = await Promise.all(chunks.map((chunk) => askUpstream(agent.app.bsky.feed.getPosts({ uris: chunk }))))
  const fetched: View[] = answers.flatMap((answer) => answer.data.posts).map((view) => ({ uri: view.uri, view }))
  const now = ctx.now()
  if (!viewer) await keepCachedPosts(ctx.cache, fetched, { now, expiresAt: now + postTtl })
  const views = new Map([...cached, ...fetched.map((row): [string, unknown] => [row.uri, row.view])])
  return new Map(wanted.filter((uri) => views.has(uri)).map((uri) => [uri, toPost(views.get(uri), lens)]))
}
