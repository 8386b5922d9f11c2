// Mutes or blocks by a moderation list.
import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { followList, needListAct } from '#server/writes/follow-list.ts'
import { needListUri } from '#server/writes/shelved-uri.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const uri = needListUri(form('uri'))
  const act = needListAct(form('act'))
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  return answerForm(request, back, await followList(ctx, viewer, uri, act))
}
