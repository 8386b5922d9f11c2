// Saving a search, changing it, letting it go.
import { deleteSavedSearch, insertSavedSearch, updateSavedSearch } from '#db/queries/searches.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { tameName } from '../atproto/tame-text.ts'
import type { WebContext } from '../context.ts'
import { formatQuery, parseQuery } from '../reads/post-query.ts'
import { requireSavedSearch } from '../reads/saved-searches.ts'

const mostSaved = 50

export type SearchDraft = { name: string; query: string }

/** A search as a form sends it. `name` is the query where nobody gave one. Throws AppError 422 for what is none. */
export function parseSearchDraft(form: (name: string) => string): SearchDraft {
  const { query, problems } = parseQuery(form('query'))
  const shorthand = formatQuery(query)
  if (problems[0]) throw new AppError(422, `“${problems[0].typed.slice(0, 60)}”: ${problems[0].sentence}`)
  if (shorthand === '') throw new AppError(422, 'Write what to search for.')
  return { name: tameName(form('name')) || tameName(shorthand), query: shorthand }
}

/**
 * @returns where it can be read
 * @throws AppError 409 when there are too many
 */
export async function saveSearch(ctx: WebContext, viewer: Viewer, draft: SearchDraft): Promise<{ href: string }> {
  const row = { ...draft, userId: viewer.userId, createdAt: ctx.now() }
  const id = await insertSavedSearch(ctx.main, row, mostSaved)
  if (id === undefined) throw new AppError(409, `You have saved ${mostSaved} searches. Remove one to save another.`)
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
