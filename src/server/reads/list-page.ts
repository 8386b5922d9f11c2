// The page of a list: what it is, its posts or its people.
import type { Members } from '#types/members.ts'
import type { NetworkList } from '#types/network-list.ts'
import type { People } from '#types/person.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { readListItems } from '../atproto/list-items.ts'
import { findOwnRecord } from '../atproto/own-records.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'
import type { WebContext } from '../context.ts'
import { askList, askListPosts } from './ask-list.ts'
import { openLens } from './open-lens.ts'
import { listCollection, toOwnList } from './own-list.ts'
import { toOwnView } from './own-list-view.ts'
import { readOwnMembers } from './own-members.ts'
import { findRecordUri } from './record-address.ts'
import { sayMissing } from './say-missing.ts'

const gone = 'There is no such list. Whoever made it may have deleted it.'

export type ListTab = 'posts' | 'people'
/** Neither posts nor people where something bars the way to the list; `members` are the people of an own one. */
export type ListPage = {
  list: NetworkList
  posts?: Timeline | undefined
  people?: People | undefined
  members?: Members | undefined
}
type Asked = { uri: string; rkey: string; tab: ListTab; cursor: string | undefined }

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
  if (viewer && uri.startsWith(`at://${viewer.did}/`)) {
    const own = await readOwnPage(ctx, viewer, { uri, rkey, tab, cursor }).catch(orElsewhere)
    if (own) return own
  }
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

/** As the viewer's own server has it, so that what they just did is there. */
async function readOwnPage(ctx: WebContext, viewer: Viewer, { uri, rkey, tab, cursor }: Asked): Promise<ListPage> {
  const opened = await openLens(ctx, viewer)
  const asker = { ctx, viewer, ...opened }
  const [record, items, known] = await Promise.all([
    findOwnRecord(opened.agent, listCollection, rkey),
    readListItems(ctx, viewer),
    askList(asker, uri, undefined).catch(orNothing),
  ])
  if (!record) throw new AppError(404, gone)
  const count = new Set(items.flatMap(({ list, subject }) => (list === uri ? [subject] : []))).size
  const list = toOwnView(record, known?.view, { viewer, lens: opened.lens, count })
  if (tab === 'people' || list.purpose !== 'curate') {
    return { list, members: await readOwnMembers(ctx, viewer, toOwnList(viewer, record, count), cursor) }
  }
  const posts = known ? await askListPosts(asker, uri, cursor) : { slices: [] }
  return { list, posts }
}

/** The AppView does not know what was made a moment ago, and may not answer. */
function orNothing(error: unknown): undefined {
  if (!(error instanceof AppError) || error.status === 401) throw error
}

/** Without the own server there is still what the AppView says. */
function orElsewhere(error: unknown): undefined {
  if (!(error instanceof AppError) || error.status === 401 || error.status === 404) throw error
}
