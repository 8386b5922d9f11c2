import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { answerAct, keepFields, placeOf } from '#server/writes/answer-act.ts'
import { describeMute } from '#server/writes/describe-mute.ts'
import { muteActor, needScope } from '#server/writes/mute-actor.ts'
import { notePlace } from '#server/writes/note-place.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const subject = parseActor(form('did'))
  const to = placeOf(form)
  const scope = needScope(form('scope'))
  if (!viewer) return askToSignIn(request, to)
  const answer = await muteActor(ctx, viewer, subject, scope)
  notePlace(ctx, viewer, form('uri'), scope === 'all')
  const fields = { ...keepFields(form, 'did', 'uri', 'at', 'back'), scope: answer.before }
  const notice = { text: describeMute(answer), undo: { action: '/mute', fields } }
  return answerAct(ctx, viewer, { request, to, notice })
}
