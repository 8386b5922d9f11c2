// The feeds and lists that the viewer keeps, in their order.
import type { SavedFeed, SavedItem } from '#types/saved-feed.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { listSavedFeeds } from '../atproto/order-saved-feeds.ts'
import { toAll, toNetworkFeed } from '../atproto/to-network-feed.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'
import { readPreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** Nobody reads more on one page. */
const most = 100

/**
 * What the viewer keeps (app.bsky.actor.defs#savedFeedsPrefV2), with what each says of itself. One call for all feeds
 * (app.bsky.feed.getFeedGenerators) and one for each list (app.bsky.graph.getList), side by side.
 * @throws AppError 401 when the viewer's upstream session is gone
 */
export async function readSavedShelf(ctx: WebContext, viewer: Viewer): Promise<SavedItem[]> {
  return describeSaved(ctx, viewer, (await openLens(ctx, viewer)).lens.savedFeeds)
}

/** The same, as it is at this moment and with the ids that a change goes by. */
export async function readSavedOrder(ctx: WebContext, viewer: Viewer): Promise<SavedItem[]> {
  return describeSaved(ctx, viewer, listSavedFeeds(await readPreferences(ctx, viewer)))
}

async function describeSaved(ctx: WebContext, viewer: Viewer, all: SavedFeed[]): Promise<SavedItem[]> {
  const { agent, lens } = await openLens(ctx, viewer)
  const saved = all.slice(0, most)
  const urisOf = (type: string) => [...new Set(saved.filter((item) => item.type === type).map(({ value }) => value))]
  const askFeeds = async (feeds: string[]) =>
    feeds.length === 0 ? [] : (await askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds }))).data.feeds
  const askList = async (list: string) =>
    (await askUpstream(agent.app.bsky.graph.getList({ list, limit: 1 }))).data.list
  const [feeds, lists] = await Promise.all([
    askFeeds(urisOf('feed')).catch(orNothing),
    Promise.all(urisOf('list').map((uri) => askList(uri).catch(orNothing))),
  ])
  const things = [
    ...toAll(feeds, (view) => toNetworkFeed(view, lens)),
    ...toAll(lists, (view) => toNetworkList(view, lens)),
  ]
  const byUri = new Map(things.map((thing) => [thing.uri, thing]))
  return saved.map((item) => ({ ...item, thing: byUri.get(item.value) }))
}

function orNothing(error: unknown): undefined {
  if (error instanceof AppError && error.status !== 401) return undefined
  throw error
}
