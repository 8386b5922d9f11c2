import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { readForm } from '#server/auth/read-form.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { answerAct, keepFields, placeOf } from '#server/writes/answer-act.ts'
import { describeSubscription, needSubscription } from '#server/writes/describe-subscription.ts'
import { subscribeToActor } from '#server/writes/subscribe-to-actor.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const form = await readForm(request)
  const subject = parseActor(form('did'))
  const to = placeOf(form)
  const what = needSubscription(form('what'))
  if (!viewer) return askToSignIn(request, to)
  const { name, before } = await subscribeToActor(ctx, viewer, subject, what)
  const fields = { ...keepFields(form, 'did', 'back'), what: before }
  const notice = { text: describeSubscription(name, what), undo: { action: '/subscribe', fields } }
  return answerAct(ctx, viewer, { request, to, notice })
}
