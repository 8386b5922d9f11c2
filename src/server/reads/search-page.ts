// The search page: what was asked, and what was found.
import { listRecentSearches } from '#db/queries/searches.ts'
import type { SearchPage, SearchStart, SearchTab } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readDiscovery } from './discover-feeds.ts'
import { searchPeople } from './people-search.ts'
import { formatQuery, readQuery } from './post-query.ts'
import { searchPosts } from './post-search.ts'
import { readSavedSearches } from './saved-searches.ts'
import { readTrends } from './trends.ts'

/** The tab that bsky.app's `tab` names; the best posts unless it is known. */
export function parseSearchTab(tab: string | null): SearchTab {
  if (tab === 'user' || tab === 'profile') return 'user'
  return tab === 'feed' || tab === 'latest' ? tab : 'top'
}

/** The address of a search. */
export function searchPath(q: string, tab: SearchTab = 'top'): string {
  const params = new URLSearchParams({ ...(q ? { q } : {}), ...(tab === 'top' ? {} : { tab }) })
  return params.size > 0 ? `/search?${params}` : '/search'
}

/**
 * What the search page shows for the parameters of its address.
 * @returns the address to go to instead, when filters came in fields: one search has one address
 * @throws AppError as upstream answers; refusing somebody signed out is no error
 */
export async function readSearchPage(
  ctx: WebContext,
  viewer: Viewer | undefined,
  params: URLSearchParams,
): Promise<SearchPage | string> {
  const { query, problems, hasFields } = readQuery(params)
  const tab = parseSearchTab(params.get('tab'))
  if (hasFields && problems.length === 0) return searchPath(formatQuery(query), tab)
  const q = hasFields ? formatQuery(query) : (params.get('q') ?? '').slice(0, 2000).trim()
  const page: SearchPage = { q, tab, query, problems }
  const cursor = params.get('cursor') ?? undefined
  if (problems.length > 0) return page
  if (q === '') return { ...page, start: await readStart(ctx, viewer) }
  if (tab === 'top' || tab === 'latest') return readPosts(ctx, viewer, page, cursor)
  const name = nameIn(page)
  if (name === '') return page
  if (tab === 'user') return { ...page, people: await searchPeople(ctx, viewer, { q: name, cursor }) }
  const { found, cursor: next } = await readDiscovery(ctx, viewer, { query: name, cursor })
  return { ...page, feeds: { feeds: found, cursor: next } }
}

async function readStart(ctx: WebContext, viewer: Viewer | undefined): Promise<SearchStart> {
  const [saved, recent, trends] = await Promise.all([
    viewer ? readSavedSearches(ctx, viewer) : [],
    viewer ? listRecentSearches(ctx.main, viewer.userId) : [],
    readTrends(ctx, viewer),
  ])
  return { saved, recent, trends }
}

/** What people and feeds are looked for by: filters are about posts. */
function nameIn({ query }: SearchPage): string {
  const words = query.words.replaceAll('"', '').trim()
  return words || (query.only.author[0] ?? query.only.tag[0] ?? '')
}

async function readPosts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  page: SearchPage,
  cursor: string | undefined,
): Promise<SearchPage> {
  const order = page.tab === 'latest' ? 'latest' : 'top'
  const found = await searchPosts(ctx, viewer, { query: page.query, order, cursor }).catch((error: unknown) => {
    if (viewer || !(error instanceof AppError) || error.status !== 403) throw error
    return undefined
  })
  if (!found) return { ...page, posts: { timeline: { slices: [] }, isSifted: false, isRefused: true } }
  const { timeline, isSifted, problems } = found
  return problems.length > 0 ? { ...page, problems } : { ...page, posts: { timeline, isSifted, isRefused: false } }
}
