// Feeds found by name.
import type { FoundFeeds } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toNetworkFeeds } from '../atproto/to-network-feed.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 25

/**
 * One page of feeds (app.bsky.unspecced.getPopularFeedGenerators). One that cannot be read, or that the viewer's settings hide, is left out.
 * @throws AppError as upstream answers
 */
export async function searchFeeds(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { q, cursor }: { q: string; cursor: string | undefined },
): Promise<FoundFeeds> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.unspecced.getPopularFeedGenerators({ query: q, limit, cursor }))
  const feeds = toNetworkFeeds(data.feeds, lens)
  return { feeds, cursor: data.feeds.length > 0 ? data.cursor : undefined }
}
