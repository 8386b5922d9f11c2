// How an act is answered that says what it did and can be taken back.
import type { Notice } from '#types/notice.ts'
import type { Viewer } from '#types/viewer.ts'
import { returnPath } from '../auth/return-path.ts'
import { wantsJson } from '../auth/wants-json.ts'
import type { WebContext } from '../context.ts'
import { answerForm } from './answer-form.ts'
import { parsePostUri } from './draft.ts'

/** The notice as JSON when asked for; else 303 to `to`, where the next page shows it. */
export function answerAct(
  ctx: WebContext,
  viewer: Viewer,
  { request, to, notice }: { request: Request; to: string; notice: Notice },
): Response {
  if (!wantsJson(request)) ctx.acts.say(viewer.sessionId, notice)
  return answerForm(request, to, notice)
}

/**
 * The page that the form came from (`back`), at the post it was about (`uri`) or the person (`at`), safe to redirect to.
 */
export function placeOf(form: (name: string) => string): string {
  const uri = parsePostUri(form('uri'))
  const at = uri ? `post-${uri.split('/').at(-1)}` : form('at')
  return returnPath(form('back')) + (/^(p|post)-[\w.:~-]{1,520}$/.test(at) ? `#${at}` : '')
}

/** Those of `names` that `form` has: a way back and what to take back. */
export function keepFields(form: (name: string) => string, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (form(name) === '' ? [] : [[name, form(name)]])))
}
