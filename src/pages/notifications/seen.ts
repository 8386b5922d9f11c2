import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { markNotificationsSeen } from '#server/writes/mark-notifications.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  if (!viewer) return askToSignIn(request, '/notifications')
  await markNotificationsSeen(ctx, viewer, ctx.now())
  return answerForm(request, '/notifications', { count: 0 })
}
