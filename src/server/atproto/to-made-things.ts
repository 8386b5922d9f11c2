// What somebody made, as app.bsky.feed.getActorFeeds, app.bsky.graph.getLists and getActorStarterPacks list it.
import type { AppBskyGraphDefs } from '@atproto/api'
import type { ProfileContent, ThingsTab } from '#types/profile.ts'
import type { Lens } from './lens.ts'
import { isObject } from './to-embed.ts'
import { toAll, toNetworkFeeds } from './to-network-feed.ts'
import { toNetworkList } from './to-network-list.ts'
import { toStarterPack } from './to-starter-pack.ts'

/** Their rows; what cannot be read, or what rules hide from the viewer, is left out. */
export function toMadeThings(tab: ThingsTab, views: unknown, lens: Lens): ProfileContent {
  if (tab === 'feeds') return { kind: 'feeds', feeds: toNetworkFeeds(views, lens) }
  if (tab === 'lists')
    return { kind: 'lists', lists: toAll(views, (view) => toNetworkList(view, lens)).filter(isShown) }
  return { kind: 'packs', packs: toAll(views, (view) => toStarterPack(fill(view), lens)).filter(isShown) }
}

function isShown({ standing }: { standing: { isFiltered: boolean; bar?: unknown } }): boolean {
  return !standing.isFiltered && !standing.bar
}

/** A #starterPackViewBasic as the larger view has it: the number of people stands in its list. */
function fill(view: unknown): AppBskyGraphDefs.StarterPackView {
  if (!isObject(view)) throw new TypeError('not a starter pack')
  const { listItemCount } = view
  return { ...view, list: { listItemCount } } as unknown as AppBskyGraphDefs.StarterPackView
}
