// What would be without one of the viewer's lists: the feeds made here from it, the starter pack it stands behind.
import { listFeedsOfList } from '#db/queries/private-lists.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { listOwnRecords } from '../atproto/own-records.ts'
import type { WebContext } from '../context.ts'
import { privateKey } from './own-list.ts'

/** `feeds` are titles; `pack` is where the starter pack is edited. */
export type ListUses = { feeds: string[]; pack?: string | undefined }

const mostPacks = 500

/** @throws AppError as the viewer's server answers */
export async function readListUses(ctx: WebContext, viewer: Viewer, list: OwnList): Promise<ListUses> {
  const key = privateKey(list.key)
  if (key !== undefined) return { feeds: await listFeedsOfList(ctx.main, viewer.userId, key) }
  if (list.purpose !== 'reference') return { feeds: [] }
  const agent = await openAgent(ctx, viewer)
  const packs = await listOwnRecords(agent, 'app.bsky.graph.starterpack', { most: mostPacks })
  const pack = packs.find(({ value }) => value.list === list.uri)
  return { feeds: [], pack: pack && `/starter-pack/edit/${encodeURIComponent(pack.rkey)}` }
}
