// The page of a starter pack: what it is, its people, its feeds, what its people post.
import type { Members } from '#types/members.ts'
import type { StarterPack } from '#types/network-list.ts'
import type { People } from '#types/person.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toStarterPack } from '../atproto/to-starter-pack.ts'
import type { WebContext } from '../context.ts'
import { askList, askListPosts } from './ask-list.ts'
import { openLens } from './open-lens.ts'
import { toOwnList } from './own-list.ts'
import { readOwnMembers } from './own-members.ts'
import { readOwnPackView } from './own-pack.ts'
import { findRecordUri } from './record-address.ts'
import { sayMissing } from './say-missing.ts'

/** How long a public pack is good, in ms. */
const packTtl = 60_000
const gone = 'There is no such starter pack. Whoever made it may have deleted it.'

export type PackTab = 'people' | 'feeds' | 'posts'
/** `members` are the people of an own one; `listKey` says where they are changed. */
export type PackPage = {
  pack: StarterPack
  people?: People | undefined
  posts?: Timeline | undefined
  members?: Members | undefined
  listKey?: string | undefined
}

/** The tab an address names; people unless it is another. */
export function parsePackTab(tab: string | null): PackTab {
  return tab === 'feeds' || tab === 'posts' ? tab : 'people'
}

/**
 * The pack at `/starter-pack/<actor>/<rkey>` (app.bsky.graph.getStarterPack) with a page of what its tab shows. The
 * feeds come with the pack itself.
 * @throws AppError 404 when there is none, others as upstream answers
 */
export async function readPackPage(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, rkey, tab, cursor }: { actor: string; rkey: string; tab: PackTab; cursor: string | undefined },
): Promise<PackPage> {
  const opened = await openLens(ctx, viewer)
  const { agent, lens } = opened
  const uri = await findRecordUri(ctx, viewer, { actor, collection: 'app.bsky.graph.starterpack', rkey }).catch(
    sayMissing(gone),
  )
  const ask = async () =>
    (await askUpstream(agent.app.bsky.graph.getStarterPack({ starterPack: uri }))).data.starterPack
  if (viewer && uri.startsWith(`at://${viewer.did}/`)) return readOwnPage(ctx, viewer, { rkey, tab, cursor, ask })
  const view = await (viewer ? ask() : ctx.memory.recall(`pack ${uri}`, packTtl, ask)).catch(sayMissing(gone))
  const pack = toStarterPack(view, lens)
  if (pack.standing.bar || pack.list === undefined || tab === 'feeds') return { pack }
  const asker = { ctx, viewer, ...opened }
  // Only the pack says which list is behind it.
  if (tab === 'posts') return { pack, posts: await askListPosts(asker, pack.list, cursor) }
  return { pack, people: (await askList(asker, pack.list, cursor)).people }
}

type Own = { rkey: string; tab: PackTab; cursor: string | undefined; ask: () => Promise<unknown> }

/** As the viewer's own server has it, so that what they just did is there. */
async function readOwnPage(ctx: WebContext, viewer: Viewer, { rkey, tab, cursor, ask }: Own): Promise<PackPage> {
  const opened = await openLens(ctx, viewer)
  const known = await ask().catch((error: unknown) => {
    if (!(error instanceof AppError) || error.status === 401) throw error
  })
  const view = await readOwnPackView(ctx, viewer, rkey, known)
  if (!view) throw new AppError(404, gone)
  const pack = toStarterPack(view, opened.lens)
  const isOwn = pack.list?.startsWith(`at://${viewer.did}/`)
  const listKey = isOwn ? pack.list?.split('/').at(-1) : undefined
  if (pack.list === undefined || tab === 'feeds') return { pack, listKey }
  const asker = { ctx, viewer, ...opened }
  if (tab === 'posts') {
    return { pack, listKey, posts: known ? await askListPosts(asker, pack.list, cursor) : { slices: [] } }
  }
  if (!listKey) return { pack, people: (await askList(asker, pack.list, cursor)).people }
  const list = toOwnList(viewer, { uri: pack.list, cid: '', rkey: listKey, value: {} }, pack.counts.people)
  return { pack, listKey, members: await readOwnMembers(ctx, viewer, list, cursor) }
}
