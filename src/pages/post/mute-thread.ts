import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { answerAct, keepFields, placeOf } from '#server/writes/answer-act.ts'
import { needUri } from '#server/writes/answer-form.ts'
import { parsePostUri } from '#server/writes/draft.ts'
import { muteThread } from '#server/writes/mute-thread.ts'
import { notePlace } from '#server/writes/note-place.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const uri = needUri(parsePostUri(form('uri')))
  const to = placeOf(form)
  if (!viewer) return askToSignIn(request, to)
  const undo = form('undo') === '1'
  await muteThread(ctx, viewer, uri, undo)
  notePlace(ctx, viewer, uri, !undo)
  const text = undo ? 'Unmuted this conversation.' : 'Muted this conversation.'
  const fields = { ...keepFields(form, 'uri', 'back'), undo: undo ? '' : '1' }
  return answerAct(ctx, viewer, { request, to, notice: { text, undo: { action: '/post/mute-thread', fields } } })
}
