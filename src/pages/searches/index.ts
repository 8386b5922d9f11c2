// Saves a search. The saved ones stand on the search page.
import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { searchPath } from '#server/reads/search-page.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { parseSearchDraft, saveSearch } from '#server/writes/save-search.ts'

export const GET: APIRoute = ({ redirect }) => redirect('/search', 303)

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  if (!viewer) return askToSignIn(request, searchPath(form('query').slice(0, 1000)))
  const saved = await saveSearch(ctx, viewer, parseSearchDraft(form))
  return answerForm(request, saved.href, saved)
}
