// The posts of one feed of the home page.
import type { HomeTab } from '#types/home.ts'
import type { PartOfList, PlacedSlice } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { Lens } from '../atproto/lens.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { type Agent, openLens } from './open-lens.ts'
import { findOwnList } from './own-list.ts'
import { readPrivateTimeline } from './private-timeline.ts'
import { keyOf, readCursor, writeCursor } from './shown-conversations.ts'

export type PlacedTimeline = {
  slices: PlacedSlice[]
  cursor?: string | undefined
  partial?: PartOfList | undefined
}

type Page = { limit: number; cursor: string | undefined }
type Answer = { data: { feed: unknown[]; cursor?: string | undefined } }

/** Tells a feed what somebody reads. */
export function askIn({ reads }: Pick<Lens, 'reads'>): { headers?: Record<string, string> } {
  return reads === undefined ? {} : { headers: { 'accept-language': reads } }
}

/** The question for a page of a tab. Private lists are made here, and ask something else. */
export function askTab(
  agent: Agent,
  { key, kind }: { key: string; kind: Exclude<HomeTab['kind'], 'private'> },
  { limit, cursor }: Page,
  lens: Pick<Lens, 'reads'>,
): Promise<Answer> {
  // Feeds rank as they like: what stands there again stands there on purpose.
  const page = { limit, cursor: kind === 'feed' ? cursor : readCursor(cursor).upstream }
  if (kind === 'following') return agent.app.bsky.feed.getTimeline(page)
  if (kind === 'feed') return agent.app.bsky.feed.getFeed({ feed: key, ...page }, askIn(lens))
  return agent.app.bsky.feed.getListFeed({ list: key, ...page })
}

/**
 * One page of a feed: Following (app.bsky.feed.getTimeline) and lists (app.bsky.feed.getListFeed) newest first, with
 * the settings the person has for it or for Following; so are private lists; feeds (app.bsky.feed.getFeed) as their
 * generator ranks them.
 * @param limit posts asked for, up to 100; what belongs to a conversation that this page or those before have shown
 * falls away
 * @throws AppError as upstream answers
 */
export async function readTimeline(
  ctx: WebContext,
  viewer: Viewer,
  { key, kind }: Pick<HomeTab, 'key' | 'kind'>,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<PlacedTimeline> {
  if (kind === 'private') {
    const list = await findOwnList(ctx, viewer, `p-${key.slice('private:'.length)}`)
    return readPrivateTimeline(ctx, viewer, list, { limit, cursor })
  }
  const { agent, lens } = await openLens(ctx, viewer)
  const isTimeline = kind !== 'feed'
  const { upstream, shown } = isTimeline ? readCursor(cursor) : { upstream: cursor, shown: new Set<string>() }
  const { data } = await askUpstream(askTab(agent, { key, kind }, { limit, cursor }, lens))
  const feedView = lens.feedViews.get(key) ?? (isTimeline ? lens.feedViews.get('home') : undefined)
  const slices = toSlices(data.feed, lens, {
    context: 'slices',
    isTimeline,
    feedView,
    isShown: (root) => shown.size > 0 && shown.has(keyOf(root)),
  })
  // A feed that gives nothing, or the same page again, has ended.
  const isEnd = data.feed.length === 0 || data.cursor === upstream
  if (isEnd || data.cursor === undefined) return { slices }
  return { slices, cursor: isTimeline ? writeCursor(data.cursor, shown, slices) : data.cursor }
}
