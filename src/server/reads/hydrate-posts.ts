// Post URIs → posts, in as few upstream calls as possible. What is public is cached.
import { findCachedPosts, keepCachedPosts } from '#db/queries/cached-posts.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPost } from '../atproto/to-post.ts'
import type { WebContext } from '../context.ts'
import { noteStale } from '../reading.ts'
import { openLens } from './open-lens.ts'
import { isUnanswered, judgeKept } from './recall-kept.ts'

type Asked = Awaited<ReturnType<typeof openLens>>['agent']

/** app.bsky.feed.getPosts takes this many. */
const chunkSize = 25
/** How long a public view is good, in ms. */
const postTtl = 60_000

/**
 * The posts of `uris` as `viewer` may see them, by URI; a post that the AppView does not know is absent. Tombstones
 * stand for posts that must not be shown (signed out: `!no-unauthenticated`). Where the AppView does not answer, what
 * was kept for strangers stands in, and posts that nobody asked for before are absent.
 * @throws AppError 502 when the AppView does not answer and none is kept
 */
export async function hydratePosts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  uris: string[],
): Promise<Map<string, Post | Tombstone>> {
  const { agent, lens } = await openLens(ctx, viewer)
  const wanted = [...new Set(uris)]
  const views = await (viewer ? fetchViews(agent, wanted) : readPublicViews(ctx, agent, wanted))
  return new Map(wanted.filter((uri) => views.has(uri)).map((uri) => [uri, toPost(views.get(uri), lens)]))
}

async function fetchViews(agent: Asked, uris: string[]): Promise<Map<string, unknown>> {
  const chunks = Array.from({ length: Math.ceil(uris.length / chunkSize) }, (_, at) =>
    uris.slice(at * chunkSize, (at + 1) * chunkSize),
  )
  const answers = await Promise.all(chunks.map((chunk) => askUpstream(agent.app.bsky.feed.getPosts({ uris: chunk }))))
  const views = answers.flatMap((answer) => answer.data.posts)
  return new Map(views.filter(({ uri }) => uris.includes(uri)).map((view) => [view.uri, view]))
}

async function readPublicViews(ctx: WebContext, agent: Asked, uris: string[]): Promise<Map<string, unknown>> {
  const kept = await findCachedPosts(ctx.cache, uris)
  const keptOf = (list: string[]) =>
    new Map(list.flatMap((uri): [string, unknown][] => (kept.has(uri) ? [[uri, kept.get(uri)?.view]] : [])))
  const limits = { now: ctx.now(), ttl: postTtl, freshWithin: ctx.readings.getStore()?.freshWithin }
  const isFresh = (uri: string) => judgeKept([kept.get(uri)], limits).isFresh
  const missing = uris.filter((uri) => !isFresh(uri))
  const load = async () => {
    const fetched = await fetchViews(agent, missing)
    const now = ctx.now()
    const rows = [...fetched].map(([uri, view]) => ({ uri, view }))
    if (ctx.hasRoom()) await keepCachedPosts(ctx.cache, rows, { now, expiresAt: now + postTtl })
    return fetched
  }
  const wereGood = missing.map((uri) => kept.get(uri))
  if (judgeKept(wereGood, limits).isGood) {
    if (missing.length > 0) void ctx.readings.exit(load).catch(() => undefined)
    return keptOf(uris)
  }
  try {
    return new Map([...keptOf(uris.filter(isFresh)), ...(await load())])
  } catch (error) {
    if (kept.size === 0 || !isUnanswered(error)) throw error
    noteStale(ctx.readings.getStore(), Math.min(...[...kept.values()].map(({ expiresAt }) => expiresAt)) - postTtl)
    return keptOf(uris)
  }
}
