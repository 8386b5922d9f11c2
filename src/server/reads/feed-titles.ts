// Names of feeds and lists, to stand on tabs.
import type { SavedFeed } from '#types/saved-feed.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { tameName } from '../atproto/tame-text.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** Names change seldom, in ms. */
const titlesTtl = 10 * 60_000
/** As many as tabs are made of. */
const most = 100

/**
 * The names of `saved` by their at-uri, as far as they can be had: one call for all feeds
 * (app.bsky.feed.getFeedGenerators) and one for each list (app.bsky.graph.getList), side by side.
 * @throws AppError 401 when the viewer's upstream session is gone
 */
export async function readFeedTitles(
  ctx: WebContext,
  viewer: Viewer,
  saved: SavedFeed[],
): Promise<Map<string, string>> {
  const { agent } = await openLens(ctx, viewer)
  const recall = (key: string, load: () => Promise<unknown[]>) =>
    ctx.memory.recall(`title ${viewer.did} ${key}`, titlesTtl, load).catch(orNothing)
  const urisOf = (type: string) => saved.slice(0, most).flatMap((item) => (item.type === type ? [item.value] : []))
  const feeds = [...new Set(urisOf('feed').filter((uri) => uri.includes('/app.bsky.feed.generator/')))]
  const lists = [...new Set(urisOf('list').filter((uri) => uri.includes('/app.bsky.graph.list/')))]
  const answers = await Promise.all([
    ...(feeds.length === 0
      ? []
      : [
          recall(feeds.join(' '), async () => {
            const { data } = await askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds }))
            return data.feeds.map(({ uri, displayName }) => ({ uri, name: displayName }))
          }),
        ]),
    ...lists.map((list) =>
      recall(list, async () => {
        const { data } = await askUpstream(agent.app.bsky.graph.getList({ list, limit: 1 }))
        return [{ uri: list, name: data.list.name }]
      }),
    ),
  ])
  return new Map(answers.flat().flatMap((answer) => toEntry(answer)))
}

function toEntry(answer: unknown): [string, string][] {
  const { uri, name } = { ...(answer as { uri?: unknown; name?: unknown }) }
  if (typeof uri !== 'string' || typeof name !== 'string') return []
  const tame = tameName(name)
  return tame === '' ? [] : [[uri, tame]]
}

function orNothing(error: unknown): unknown[] {
  if (error instanceof AppError && error.status !== 401) return []
  throw error
}
