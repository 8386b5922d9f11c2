// Saving a search, changing it, letting it go.
import { deleteSavedSearch, insertSavedSearch, updateSavedSearch } from '#db/queries/searches.ts'
import type { RefusedSearch, SearchDraft } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { requireSavedSearch } from '../reads/saved-searches.ts'
import { bothChanged, mergeForm, type Was } from './merge-form.ts'

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

/**
 * Saves what was changed in the form.
 * @returns where it can be read, or the form when the same was changed in another window meanwhile
 * @throws AppError 404 when the viewer has no such search
 */
export function changeSearch(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
  { draft, was }: { draft: SearchDraft; was: Was<SearchDraft> },
): Promise<{ href: string } | RefusedSearch> {
  return ctx.acts.inTurn(`saved search ${id}`, async () => {
    const { href, name, query } = await requireSavedSearch(ctx, viewer, id)
    const now = { name, query }
    const { values, clashes } = mergeForm({ was, typed: draft, now })
    if (clashes.length > 0) return { draft: values, problem: bothChanged, status: 409, was: now }
    await updateSavedSearch(ctx.main, { id, userId: viewer.userId, ...values })
    return { href }
  })
}

/** @throws AppError 404 when the viewer has no such search */
export async function removeSearch(ctx: WebContext, viewer: Viewer, id: number): Promise<{ removed: true }> {
  await requireSavedSearch(ctx, viewer, id)
  await deleteSavedSearch(ctx.main, viewer.userId, id)
  return { removed: true }
}
