// Feeds to find: what upstream suggests, what is popular, what a search finds.
import type { NetworkFeed } from '#types/network-feed.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toNetworkFeeds } from '../atproto/to-network-feed.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 25
const fewSuggestions = 8
/** How long an answer to somebody signed out is good, in ms. */
const publicTtl = 60_000

/** What is not there was not asked for, or upstream did not answer while the other part came. */
export type Discovery = {
  query: string
  suggested: NetworkFeed[]
  found: NetworkFeed[]
  cursor?: string | undefined
}

/** A search as an address holds it: '' for none. */
export function parseFeedQuery(query: string | null): string {
  return (query ?? '').trim().slice(0, 300)
}

/**
 * Suggested feeds (app.bsky.feed.getSuggestedFeeds) and a page of popular ones, or of those that match `query`
 * (app.bsky.unspecced.getPopularFeedGenerators). Suggestions stand on the first page only; a feed stands once.
 * @throws AppError as upstream answers; suggestions that fail are left out
 */
export async function readDiscovery(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { query, cursor }: { query: string; cursor: string | undefined },
): Promise<Discovery> {
  const { agent, lens } = await openLens(ctx, viewer)
  const recall = <Value>(key: string, ask: () => Promise<Value>) =>
    viewer ? ask() : ctx.memory.recall(key, publicTtl, ask)
  const suggestions = async () => {
    if (query !== '' || cursor !== undefined) return []
    const ask = async () =>
      (await askUpstream(agent.app.bsky.feed.getSuggestedFeeds({ limit: fewSuggestions }))).data.feeds
    return recall('suggested feeds', ask).catch(orNothing)
  }
  const popular = async () => {
    const params = { limit, cursor, ...(query === '' ? {} : { query }) }
    return (await askUpstream(agent.app.bsky.unspecced.getPopularFeedGenerators(params))).data
  }
  const [suggested, page] = await Promise.all([
    suggestions(),
    recall(`popular feeds ${cursor ?? ''} ${query}`, popular).catch((error: unknown) => {
      // A server without popular feeds may still have suggestions.
      if (query === '' && error instanceof AppError && error.status === 501) return { feeds: [], cursor: undefined }
      throw error
    }),
  ])
  const first = toNetworkFeeds(suggested, lens)
  const seen = new Set(first.map(({ uri }) => uri))
  const found = toNetworkFeeds(page.feeds, lens).filter(({ uri }) => !seen.has(uri))
  const hasMore = Array.isArray(page.feeds) && page.feeds.length > 0
  return { query, suggested: first, found, cursor: hasMore ? page.cursor : undefined }
}

/** Nothing, unless the viewer's session is what failed. */
function orNothing(error: unknown): never[] {
  if (error instanceof AppError && error.status !== 401) return []
  throw error
}
