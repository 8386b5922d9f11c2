// Saving a search, changing it, letting it go.
import { deleteSavedSearch, insertSavedSearch, updateSavedSearch } from '#db/queries/searches.ts'
import type { RefusedSearch, SearchDraft } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { requireSavedSearch } from '../reads/saved-searches.ts'

const mostSaved = 50

/** Gives where it can be read; refuses one too many. */
export async function saveSearch(
  ctx: WebContext,
  viewer: Viewer,
  draft: SearchDraft,
): Promise<{ href: string } | RefusedSearch> {
  const row = { ...draft, userId: viewer.userId, createdAt: ctx.now() }
  const id = await insertSavedSearch(ctx.main, row, mostSaved)
  const problem = `You have saved ${mostSaved} searches. Remove one to save another.`
  if (id === undefined) return { draft, problem, status: 409 }
  return { href: `/searches/${id}` }
}

/** @throws AppError 404 when the viewer has no such search */
export async function changeSearch(ctx: WebContext, viewer: Viewer, id: number, draft: SearchDraft) {
  const { href } = await requireSavedSearch(ctx, viewer, id)
  await updateSavedSearch(ctx.main, { id, userId: viewer.userId, ...draft })
  return { href }
}

/** @throws AppError 404 when the viewer has no such search */
export async function removeSearch(ctx: WebContext, viewer: Viewer, id: number): Promise<{ removed: true }> {
  await requireSavedSearch(ctx, viewer, id)
  await deleteSavedSearch(ctx.main, viewer.userId, id)
  return { removed: true }
}
