import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { subscribeBrowser } from '#server/writes/subscribe-browser.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  if (!viewer) return askToSignIn(request, '/settings/notifications')
  await subscribeBrowser(ctx, viewer, { endpoint: form('endpoint'), p256dh: form('p256dh'), auth: form('auth') })
  return answerForm(request, '/settings/notifications#push', { isOn: true })
}
