// An act on one post that can be taken back: its form, and its answer.
import type { Viewer } from '#types/viewer.ts'
import { askToSignIn } from '../auth/ask-to-sign-in.ts'
import { readForm } from '../auth/read-form.ts'
import type { WebContext } from '../context.ts'
import { answerAct, keepFields, placeOf } from './answer-act.ts'
import { needUri } from './answer-form.ts'
import { parsePostUri } from './draft.ts'

type PostAct = {
  /** Does it to the post `uri`, or takes it back with `undo`. */
  act: (ctx: WebContext, viewer: Viewer, uri: string, undo: boolean) => unknown
  /** What is said after it, and after it was taken back. */
  done: string
  undone: string
}

/**
 * The form has the post in `uri`, the page it came from in `back`, and `undo` as 1 to take it back. Somebody signed out
 * is asked to sign in.
 * @throws AppError 400 when the form names no post, others as `act` does
 */
export async function answerPostAct(
  { request, locals: { ctx, viewer } }: { request: Request; locals: { ctx: WebContext; viewer: Viewer | undefined } },
  { act, done, undone }: PostAct,
): Promise<Response> {
  const form = await readForm(request)
  const uri = needUri(parsePostUri(form('uri')))
  const to = placeOf(form)
  if (!viewer) return askToSignIn(request, to)
  const undo = form('undo') === '1'
  await act(ctx, viewer, uri, undo)
  const text = undo ? undone : done
  const fields = { ...keepFields(form, 'uri', 'back'), undo: undo ? '' : '1' }
  return answerAct(ctx, viewer, {
    request,
    to,
    notice: { text, undo: { action: new URL(request.url).pathname, fields } },
  })
}
