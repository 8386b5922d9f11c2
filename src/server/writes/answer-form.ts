// How a form that changed something is answered: JSON when asked for, else back to a page.
import { AppError } from '../app-error.ts'
import { returnPath } from '../auth/return-path.ts'
import { wantsJson } from '../auth/wants-json.ts'

/** 200 with `answer` as JSON, or 303 to `to`, a path of ours. */
export function answerForm(request: Request, to: string, answer: unknown): Response {
  if (wantsJson(request)) return Response.json(answer)
  return new Response(null, { status: 303, headers: { location: to } })
}

/** The path a form came from, safe to redirect to, with the anchor of the post it was about. */
export function backTo(path: string, uri: string): string {
  const rkey = uri.split('/').at(-1) ?? ''
  return `${returnPath(path)}#post-${encodeURIComponent(rkey)}`
}

/** @throws AppError 400 when the form names no post */
export function needUri(uri: string | undefined): string {
  if (!uri) throw new AppError(400, 'This form names no post.')
  return uri
}
