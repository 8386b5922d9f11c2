import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { unsubscribeBrowser } from '#server/writes/subscribe-browser.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  if (!viewer) return askToSignIn(request, '/settings/notifications')
  const id = form('id')
  await unsubscribeBrowser(ctx, viewer, /^\d{1,15}$/.test(id) ? Number(id) : undefined)
  return answerForm(request, '/settings/notifications#push', { isOn: false })
}
