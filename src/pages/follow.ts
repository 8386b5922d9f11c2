import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { followActor } from '#server/writes/follow-actor.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const subject = parseActor(form('did'))
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  const place = form('at')
  const anchor = /^p-[\w-]{1,200}$/.test(place) ? `#${place}` : ''
  return answerForm(request, back + anchor, await followActor(ctx, viewer, subject, form('undo') === '1'))
}
