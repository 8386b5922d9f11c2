// One of the viewer's own lists as its page shows it: what the AppView says of it, put right by the record itself.
import type { NetworkList } from '#types/network-list.ts'
import type { Viewer } from '#types/viewer.ts'
import type { Lens } from '../atproto/lens.ts'
import type { OwnRecord } from '../atproto/own-records.ts'
import { isObject } from '../atproto/to-embed.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'

/** @param view app.bsky.graph.defs#listView; undefined while the AppView does not know the list */
export function toOwnView(
  { uri, cid, value }: OwnRecord,
  view: unknown,
  { viewer, lens, count }: { viewer: Viewer; lens: Lens; count: number },
): NetworkList {
  const known = isObject(view) ? view : { creator: { did: viewer.did, handle: viewer.handle } }
  const { name, purpose, description, descriptionFacets } = value
  const avatar = value.avatar === undefined ? undefined : known.avatar
  const right = { uri, cid, name, purpose, description, descriptionFacets, avatar, listItemCount: count }
  return toNetworkList({ ...known, ...right }, lens)
}
