import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'
import { answerForm } from '#server/writes/answer-form.ts'
import { likeFeed } from '#server/writes/like-feed.ts'
import { needFeedUri } from '#server/writes/shelved-uri.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const uri = needFeedUri(form('uri'))
  const back = returnPath(form('back'))
  if (!viewer) return askToSignIn(request, back)
  return answerForm(request, back, await likeFeed(ctx, viewer, uri, form('undo') === '1'))
}
