// Searches that somebody saved, and their posts: a timeline that remembers nothing of its own.
import { findSavedSearch, listSavedSearches } from '#db/queries/searches.ts'
import type { SavedSearch } from '#types/post-query.ts'
import type { SavedSearchPage } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { parseQuery } from './post-query.ts'
import { searchPosts } from './post-search.ts'

/** The viewer's saved searches in the order they were saved, for tabs and lists. */
export async function readSavedSearches(ctx: WebContext, viewer: Viewer): Promise<SavedSearch[]> {
  return (await listSavedSearches(ctx.main, viewer.userId)).map(toSavedSearch)
}

/** @throws AppError 404 when the viewer has no such search */
export async function requireSavedSearch(ctx: WebContext, viewer: Viewer, id: number): Promise<SavedSearch> {
  const row = Number.isSafeInteger(id) ? await findSavedSearch(ctx.main, viewer.userId, id) : undefined
  if (!row) throw new AppError(404, 'There is no such search of yours.')
  return toSavedSearch(row)
}

/**
 * A saved search and one page of its posts, newest first.
 * @throws AppError 404 when the viewer has no such search, else as upstream answers
 */
export async function readSavedSearch(
  ctx: WebContext,
  viewer: Viewer,
  { id, cursor }: { id: number; cursor: string | undefined },
): Promise<SavedSearchPage> {
  const search = await requireSavedSearch(ctx, viewer, id)
  const { query, problems } = parseQuery(search.query)
  if (problems.length > 0) return { search, problems, posts: undefined }
  const found = await searchPosts(ctx, viewer, { query, order: 'latest', cursor })
  if (found.problems.length > 0) return { search, problems: found.problems, posts: undefined }
  const { timeline, isSifted } = found
  return { search, problems: [], posts: { timeline, isSifted, isRefused: false } }
}

function toSavedSearch({ id, name, query }: { id: number; name: string; query: string }): SavedSearch {
  return { id, name, query, href: `/searches/${id}` }
}
