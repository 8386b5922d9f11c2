// The page of a list: what it is, its posts or its people.
import type { NetworkList } from '#types/network-list.ts'
import type { People } from '#types/person.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'
import type { WebContext } from '../context.ts'
import { askList, askListPosts } from './ask-list.ts'
import { openLens } from './open-lens.ts'
import { findRecordUri } from './record-address.ts'
import { sayMissing } from './say-missing.ts'

const gone = 'There is no such list. Whoever made it may have deleted it.'

export type ListTab = 'posts' | 'people'
/** Neither posts nor people where something bars the way to the list. */
export type ListPage = { list: NetworkList; posts?: Timeline | undefined; people?: People | undefined }

/** The tab an address names; posts unless it is people. */
export function parseListTab(tab: string | null): ListTab {
  return tab === 'people' ? 'people' : 'posts'
}

/**
 * The list at `/profile/<actor>/lists/<rkey>` with a page of its posts or of its people, asked for side by side. Only
 * lists made for reading have posts; others show people whatever the tab.
 * @throws AppError 404 when there is none, others as upstream answers
 */
export async function readListPage(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, rkey, tab, cursor }: { actor: string; rkey: string; tab: ListTab; cursor: string | undefined },
): Promise<ListPage> {
  const opened = await openLens(ctx, viewer)
  const asker = { ctx, viewer, ...opened }
  const uri = await findRecordUri(ctx, viewer, { actor, collection: 'app.bsky.graph.list', rkey }).catch(
    sayMissing(gone),
  )
  const wantsPosts = tab === 'posts'
  const postsOrError = wantsPosts
    ? askListPosts(asker, uri, cursor).catch((error: unknown) => ({ error }))
    : Promise.resolve(undefined)
  const { view, people } = await askList(asker, uri, wantsPosts ? undefined : cursor).catch(sayMissing(gone))
  const list = toNetworkList(view, opened.lens)
  const posts = await postsOrError
  if (list.standing.bar) return { list }
  if (!posts || list.purpose !== 'curate') return { list, people }
  if ('error' in posts) throw posts.error
  return { list, posts }
}
