// Makes a private list a tab of the home page, or no longer.
import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { pinPrivateList } from '#server/writes/pin-private-list.ts'

export const POST: APIRoute = async ({ request, params, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  return answerForm(request, back, await pinPrivateList(ctx, viewer, params.key ?? '', form('undo') !== '1'))
}
