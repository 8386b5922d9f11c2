import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { answerAct, keepFields, placeOf } from '#server/writes/answer-act.ts'
import { blockActor } from '#server/writes/block-actor.ts'
import { notePlace } from '#server/writes/note-place.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const subject = parseActor(form('did'))
  const to = placeOf(form)
  if (!viewer) return askToSignIn(request, to)
  const { name, isBlocked } = await blockActor(ctx, viewer, subject, form('undo') === '1')
  notePlace(ctx, viewer, form('uri'), isBlocked)
  const fields = { ...keepFields(form, 'did', 'uri', 'at', 'back'), undo: isBlocked ? '1' : '' }
  const notice = { text: `${isBlocked ? 'Blocked' : 'Unblocked'} ${name}.`, undo: { action: '/block', fields } }
  return answerAct(ctx, viewer, { request, to, notice })
}
