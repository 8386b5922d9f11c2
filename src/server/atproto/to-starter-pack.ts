// app.bsky.graph.defs#starterPackView → StarterPack.
import { type AppBskyGraphDefs, moderateFeedGenerator } from '@atproto/api'
import type { StarterPack } from '#types/network-list.ts'
import { judgeShelved } from './judge.ts'
import type { Lens } from './lens.ts'
import { readCount } from './read-count.ts'
import { tameName } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { isObject } from './to-embed.ts'
import { toDescription, toNetworkFeeds } from './to-network-feed.ts'

/** @throws TypeError when `view` is no starter pack */
export function toStarterPack(view: AppBskyGraphDefs.StarterPackView, lens: Lens): StarterPack {
  const creator = toActor(view.creator)
  const record = isObject(view.record) ? view.record : {}
  const list = typeof record.list === 'string' ? record.list : view.list?.uri
  // Labels on the pack and its maker count as those on a feed do.
  const subject = view as unknown as Parameters<typeof moderateFeedGenerator>[0]
  return {
    uri: view.uri,
    href: `/starter-pack/${creator.handle}/${encodeURIComponent(view.uri.split('/').at(-1) ?? '')}`,
    title: tameName(typeof record.name === 'string' ? record.name : '') || `A starter pack by ${creator.name}`,
    description: toDescription(record.description, record.descriptionFacets),
    creator,
    list,
    feeds: toNetworkFeeds(view.feeds, lens),
    counts: {
      people: readCount(view.list?.listItemCount),
      joined: readCount(view.joinedAllTimeCount),
      joinedThisWeek: readCount(view.joinedWeekCount),
    },
    standing: judgeShelved(moderateFeedGenerator(subject, lens.moderation), lens),
  }
}
