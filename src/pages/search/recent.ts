// Forgets recent searches: one, or all of them.
import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { forgetSearches } from '#server/writes/recent-searches.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  if (!viewer) return askToSignIn(request, '/search')
  const query = form('all') === '1' ? undefined : form('query')
  return answerForm(request, '/search', await forgetSearches(ctx, viewer, query))
}
