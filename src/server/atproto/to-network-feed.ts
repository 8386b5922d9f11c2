// app.bsky.feed.defs#generatorView → NetworkFeed.
import { type AppBskyFeedDefs, moderateFeedGenerator } from '@atproto/api'
import type { NetworkFeed } from '#types/network-feed.ts'
import { shelfOf } from './change-saved-feeds.ts'
import { judgeShelved } from './judge.ts'
import type { Lens } from './lens.ts'
import { readCount } from './read-count.ts'
import { tameName } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { safeHref, toSegments } from './to-segments.ts'

/** More than a record may say (300 graphemes); what lies beyond is cut. */
const maxDescription = 3000

/** @throws TypeError when `given` is no generator view */
export function toNetworkFeed(given: unknown, lens: Lens): NetworkFeed {
  const view = given as AppBskyFeedDefs.GeneratorView
  const creator = toActor(view.creator)
  const own = lens.acts.recall('like', view.uri)
  const seen = Boolean(view.viewer?.like)
  const isLiked = own === undefined ? seen : own !== null
  return {
    kind: 'feed',
    uri: view.uri,
    href: `${creator.href}/feed/${encodeURIComponent(view.uri.split('/').at(-1) ?? '')}`,
    title: tameName(String(view.displayName ?? '')) || `A feed by ${creator.name}`,
    description: toDescription(view.description, view.descriptionFacets),
    avatar: safeHref(view.avatar),
    creator,
    likes: Math.max(0, readCount(view.likeCount) + Number(isLiked) - Number(seen)),
    isLiked,
    isVideo: view.contentMode === 'app.bsky.feed.defs#contentModeVideo',
    shelf: shelfOf(lens.savedFeeds, view.uri),
    standing: judgeShelved(moderateFeedGenerator(view, lens.moderation), lens),
  }
}

/** The feeds of a list that nobody asked for by name: none that is broken, barred or filtered. */
export function toNetworkFeeds(views: unknown, lens: Lens): NetworkFeed[] {
  return toAll(views, (view) => toNetworkFeed(view, lens)).filter(
    ({ standing }) => !standing.isFiltered && !standing.bar,
  )
}

/** What `convert` makes of each of `views`, without those it throws at. */
export function toAll<Value>(views: unknown, convert: (view: unknown) => Value): Value[] {
  if (!Array.isArray(views)) return []
  return views.flatMap((view) => {
    try {
      return [convert(view)]
    } catch {
      return []
    }
  })
}

/** A description with its facets, of a feed or a list. */
export function toDescription(text: unknown, facets: unknown) {
  return typeof text === 'string' ? toSegments(text.slice(0, maxDescription).trimEnd(), facets) : []
}
