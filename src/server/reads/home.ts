// The home page: one feed of those that somebody keeps, and the way to the others.
import type { HomeBar, HomePage, HomeTab, HomeTrouble, TabLink } from '#types/home.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readFeedTitles } from './feed-titles.ts'
import { findLeft } from './find-left.ts'
import { pageLimit, readHomeTimeline } from './home-timeline.ts'
import { aboutPath, listTabs } from './list-tabs.ts'
import { type Ahead, openLens } from './open-lens.ts'
import { readPrivateLists } from './own-list.ts'
import { readSavedSearches } from './saved-searches.ts'
import { askTab } from './timeline.ts'

export type HomeRequest = {
  /** Which tab: at-uri or `following`; the first one when null. */
  feed: string | null
  cursor: string | undefined
  /** `newest` begins with the newest posts, `left` leads to the page where the viewer left off. */
  show: string | null
}

/**
 * The page, or `elsewhere`, where to go instead: the page of a feed that the viewer has not saved, or of their place. A feed that does not answer says so in
 * its place; its tabs lead on.
 * @throws AppError 404 for what is no feed, others when Following does not answer
 */
export async function readHome(
  ctx: WebContext,
  viewer: Viewer,
  { feed, cursor, show }: HomeRequest,
): Promise<HomePage | { elsewhere: string }> {
  const ahead: Ahead = (agent, guess) => {
    const { key = '', kind } = chooseTab(listTabs(guess.savedFeeds, noTitle), feed) ?? {}
    const isAsked = kind !== undefined && kind !== 'private' && show !== 'left'
    return isAsked ? askTab(agent, { key, kind }, { limit: pageLimit, cursor }, guess) : undefined
  }
  const [{ lens }, mine] = await Promise.all([openLens(ctx, viewer, ahead), readPrivateLists(ctx, viewer)])
  const { savedFeeds } = lens
  const chosen = chooseTab(listTabs(savedFeeds, noTitle, mine), feed)
  if (!chosen) {
    const elsewhere = feed === null ? '/' : aboutPath(feed)
    if (elsewhere === undefined) throw new AppError(404, 'There is no such feed.')
    return { elsewhere }
  }
  if (show === 'left') return { elsewhere: await findLeft(ctx, viewer, chosen) }
  const [titles, searches, shown] = await Promise.all([
    readFeedTitles(ctx, viewer, savedFeeds),
    readSearchTabs(ctx, viewer),
    readHomeTimeline(ctx, viewer, chosen, { cursor, isNewest: show === 'newest' }).then(
      (timeline) => ({ timeline }),
      (error: unknown) => ({ trouble: toTrouble(error, chosen) }),
    ),
  ])
  const tabs = listTabs(savedFeeds, (key) => titles.get(key), mine)
  const current = chooseTab(tabs, feed) ?? chosen
  return { ...tabs, searches, current, ...shown }
}

/** The tabs for a page that is not one of the feeds: that of a saved search. */
export async function readHomeBar(ctx: WebContext, viewer: Viewer, current: TabLink): Promise<HomeBar> {
  const { savedFeeds } = (await openLens(ctx, viewer)).lens
  const [titles, searches, mine] = await Promise.all([
    readFeedTitles(ctx, viewer, savedFeeds),
    readSearchTabs(ctx, viewer),
    readPrivateLists(ctx, viewer),
  ])
  return { ...listTabs(savedFeeds, (key) => titles.get(key), mine), searches, current }
}

async function readSearchTabs(ctx: WebContext, viewer: Viewer): Promise<TabLink[]> {
  const saved = await readSavedSearches(ctx, viewer)
  return saved.map(({ name, href }) => ({ key: href, title: name, href }))
}

const noTitle = () => undefined

function chooseTab({ tabs, more }: { tabs: HomeTab[]; more: HomeTab[] }, feed: string | null): HomeTab | undefined {
  return feed === null ? tabs[0] : [...tabs, ...more].find(({ key }) => key === feed)
}

/** What a feed's failure means for its tab. Without Following there is no home page, nor without a session. */
function toTrouble(error: unknown, { kind }: HomeTab): HomeTrouble {
  if (!(error instanceof AppError) || error.status === 401 || kind === 'following') throw error
  // What the AppView says of a generator that it cannot find its way to.
  const isLost = /could not resolve identity|invalid feed generator/.test(error.message)
  return { status: isLost ? 502 : error.status, isGone: error.status === 404, words: error.message }
}
