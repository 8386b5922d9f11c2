import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { noteView, parseAnchor } from '#server/writes/keep-position.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  await noteView(ctx, viewer, form('feed'), parseAnchor(ctx, form))
  return answerForm(request, back, { kept: true })
}
