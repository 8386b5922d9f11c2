// Trends of the AppView → names and addresses of ours.
import type { Agent } from '@atproto/api'
import type { Trend } from '#types/search.ts'
import { askUpstream } from './ask-upstream.ts'
import { tameName } from './tame-text.ts'
import { isObject } from './to-embed.ts'

const limit = 10

/**
 * app.bsky.unspecced.getTrends, and where that is not there app.bsky.unspecced.getTrendingTopics.
 * @throws AppError as upstream answers
 */
export async function askTrends(agent: Agent): Promise<Trend[]> {
  const { unspecced } = agent.app.bsky
  const views: unknown = await askUpstream(unspecced.getTrends({ limit })).then(
    ({ data }) => data.trends,
    async () => (await askUpstream(unspecced.getTrendingTopics({ limit }))).data.topics,
  )
  return (Array.isArray(views) ? views : []).slice(0, limit).flatMap(toTrend)
}

/** One trend (app.bsky.unspecced.defs#trendView or #trendingTopic); nothing for what is none. */
export function toTrend(view: unknown): Trend[] {
  if (!isObject(view)) return []
  const [name = ''] = [view.displayName, view.topic].filter((text) => typeof text === 'string' && text !== '')
  const tamed = tameName(String(name))
  const href = toPath(view.link)
  if (tamed === '' || !href) return []
  const count = Number.isInteger(view.postCount) && Number(view.postCount) > 0 ? Number(view.postCount) : undefined
  return [{ name: tamed, href, ...(count ? { count } : {}), isHot: view.status === 'hot' }]
}

/** A path of bsky.app is one of ours. Anything else leads out of here and is dropped. */
function toPath(link: unknown): string | undefined {
  if (typeof link !== 'string' || link.length > 2000 || !URL.canParse(link, 'https://bsky.app')) return undefined
  const { origin, pathname, search } = new URL(link, 'https://bsky.app')
  return origin === 'https://bsky.app' && !pathname.startsWith('//') ? pathname + search : undefined
}
