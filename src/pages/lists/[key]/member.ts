// Puts somebody on one of the viewer's lists, or takes them off it.
import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { findOwnList } from '#server/reads/own-list.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { changeMember, needDid } from '#server/writes/change-member.ts'

export const POST: APIRoute = async ({ request, params, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  const did = needDid(form('did'))
  const list = await findOwnList(ctx, viewer, params.key ?? '')
  return answerForm(request, back, await changeMember(ctx, viewer, list, { did, isOn: form('undo') !== '1' }))
}
