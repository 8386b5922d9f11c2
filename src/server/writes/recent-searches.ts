// What somebody searched for lately: noted as they search, let go when they say so.
import { forgetRecentSearches, noteRecentSearch } from '#db/queries/searches.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'

const mostRecent = 20

/** Notes a search, in shorthand. The newest twenty are kept; of somebody signed out, nothing is. */
export async function noteSearch(ctx: WebContext, viewer: Viewer | undefined, query: string): Promise<void> {
  if (!viewer || query === '') return
  await noteRecentSearch(ctx.main, { userId: viewer.userId, query, now: ctx.now(), most: mostRecent })
}

/** Forgets `query`, or everything. */
export async function forgetSearches(ctx: WebContext, viewer: Viewer, query?: string): Promise<{ forgotten: true }> {
  await forgetRecentSearches(ctx.main, viewer.userId, query)
  return { forgotten: true }
}
