// The lists that the viewer made.
import type { NetworkList } from '#types/network-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toAll } from '../atproto/to-network-feed.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 50

export type OwnLists = { lists: NetworkList[]; cursor?: string | undefined }

/** A page of them, to read and to moderate by (app.bsky.graph.getLists). @throws AppError as upstream answers */
export async function readOwnLists(ctx: WebContext, viewer: Viewer, cursor: string | undefined): Promise<OwnLists> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.graph.getLists({ actor: viewer.did, limit, cursor }))
  const lists = toAll(data.lists, (view) => toNetworkList(view, lens))
  return { lists, cursor: data.lists.length > 0 ? data.cursor : undefined }
}
