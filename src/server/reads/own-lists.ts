// The lists that the viewer made, and the moderation lists of others that they mute or block by.
import type { NetworkList } from '#types/network-list.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readListItems } from '../atproto/list-items.ts'
import { listOwnRecords } from '../atproto/own-records.ts'
import { toAll } from '../atproto/to-network-feed.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { listCollection, readPrivateLists } from './own-list.ts'
import { toOwnView } from './own-list-view.ts'

const mostLists = 500
/** app.bsky.graph.getLists and its like give this many. */
const limit = 100

export type OwnLists = { mine: OwnList[]; lists: NetworkList[] }

/**
 * All of them, as the viewer's own server and this box have them; pictures and labels are what the AppView knows
 * (app.bsky.graph.getLists). Lists behind starter packs are left out.
 * @throws AppError as the viewer's server answers
 */
export async function readOwnLists(ctx: WebContext, viewer: Viewer): Promise<OwnLists> {
  const { agent, lens } = await openLens(ctx, viewer)
  const [mine, records, items, known] = await Promise.all([
    readPrivateLists(ctx, viewer),
    listOwnRecords(agent, listCollection, { most: mostLists }),
    readListItems(ctx, viewer),
    askUpstream(agent.app.bsky.graph.getLists({ actor: viewer.did, limit })).catch(orNothing),
  ])
  const views = new Map((known?.data.lists ?? []).map((view) => [view.uri, view]))
  const counts = Map.groupBy(items, ({ list }) => list)
  const lists = toAll(records, (given) => {
    const record = given as (typeof records)[number]
    const count = new Set(counts.get(record.uri)?.map(({ subject }) => subject)).size
    return toOwnView(record, views.get(record.uri), { viewer, lens, count })
  })
  return { mine, lists: lists.filter(({ purpose }) => purpose !== 'reference') }
}

/** Moderation lists that the viewer mutes or blocks by, whoever made them (getListMutes, getListBlocks). */
export async function readFollowedLists(ctx: WebContext, viewer: Viewer): Promise<NetworkList[]> {
  const { agent, lens } = await openLens(ctx, viewer)
  const [mutes, blocks] = await Promise.all([
    askUpstream(agent.app.bsky.graph.getListMutes({ limit })),
    askUpstream(agent.app.bsky.graph.getListBlocks({ limit })),
  ])
  const lists = toAll([...mutes.data.lists, ...blocks.data.lists], (view) => toNetworkList(view, lens))
  return [...new Map(lists.map((list) => [list.uri, list])).values()].filter(
    ({ isMuted, isBlocked }) => isMuted || isBlocked,
  )
}

function orNothing(error: unknown): undefined {
  if (!(error instanceof AppError) || error.status === 401) throw error
}
