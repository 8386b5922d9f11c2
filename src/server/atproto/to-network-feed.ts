// app.bsky.feed.defs#generatorView → NetworkFeed.
import type { AppBskyFeedDefs } from '@atproto/api'
import type { NetworkFeed } from '#types/network-feed.ts'
import { tameName } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { safeHref, toSegments } from './to-segments.ts'

export function toNetworkFeed(view: AppBskyFeedDefs.GeneratorView): NetworkFeed {
  const creator = toActor(view.creator)
  return {
    uri: view.uri,
    title: tameName(view.displayName) || `A feed by ${creator.name}`,
    description: toSegments((view.description ?? '').slice(0, 3000), view.descriptionFacets),
    avatar: safeHref(view.avatar),
    creator,
    likes: view.likeCount ?? 0,
  }
}
