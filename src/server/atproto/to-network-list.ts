// app.bsky.graph.defs#listView → NetworkList.
import { type AppBskyGraphDefs, moderateUserList } from '@atproto/api'
import type { ListPurpose, NetworkList } from '#types/network-list.ts'
import { shelfOf } from './change-saved-feeds.ts'
import { judgeShelved } from './judge.ts'
import type { Lens } from './lens.ts'
import { readCount } from './read-count.ts'
import { tameName } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { toDescription } from './to-network-feed.ts'
import { safeHref } from './to-segments.ts'

const purposes: Record<string, ListPurpose> = {
  'app.bsky.graph.defs#curatelist': 'curate',
  'app.bsky.graph.defs#modlist': 'moderation',
}

/** A purpose that nobody knows yet counts as a reference: its people are shown, nothing else. Throws on broken views. */
export function toNetworkList(given: unknown, lens: Lens): NetworkList {
  const view = given as AppBskyGraphDefs.ListView
  const creator = toActor(view.creator)
  const muted = lens.acts.recall('list-mute', view.uri)
  const blocked = lens.acts.recall('list-block', view.uri)
  return {
    kind: 'list',
    uri: view.uri,
    href: `${creator.href}/lists/${encodeURIComponent(view.uri.split('/').at(-1) ?? '')}`,
    title: tameName(String(view.name ?? '')) || `A list by ${creator.name}`,
    purpose: purposes[view.purpose] ?? 'reference',
    description: toDescription(view.description, view.descriptionFacets),
    avatar: safeHref(view.avatar),
    creator,
    count: readCount(view.listItemCount),
    isOwn: creator.did === lens.viewerDid,
    isMuted: muted === undefined ? view.viewer?.muted === true : muted !== null,
    isBlocked: blocked === undefined ? Boolean(view.viewer?.blocked) : blocked !== null,
    shelf: shelfOf(lens.savedFeeds, view.uri),
    standing: judgeShelved(moderateUserList(view, lens.moderation), lens),
  }
}
