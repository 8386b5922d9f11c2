import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { answerForm, backTo, needUri } from '#server/writes/answer-form.ts'
import { bookmarkPost } from '#server/writes/bookmark-post.ts'
import { parsePostUri } from '#server/writes/draft.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const uri = needUri(parsePostUri(form('uri')))
  const back = backTo(form('back'), uri)
  if (!viewer) return askToSignIn(request, back)
  return answerForm(request, back, await bookmarkPost(ctx, viewer, uri, form('undo') === '1'))
}
