import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { preferFollowed } from '#server/writes/mark-notifications.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  if (!viewer) return askToSignIn(request, '/notifications')
  const isPriority = form('from') === 'followed'
  await preferFollowed(ctx, viewer, isPriority)
  return answerForm(request, '/notifications', { isPriority })
}
