import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { saveFeed } from '#server/writes/save-feed.ts'
import { needShelf, needShelvedUri } from '#server/writes/shelved-uri.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const uri = needShelvedUri(form('uri'))
  const shelf = needShelf(form('shelf'))
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  return answerForm(request, back, await saveFeed(ctx, viewer, uri, shelf))
}
