// Who may see and do what lies below /admin: asked once, by the middleware, for every route of it.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askToSignIn } from '../auth/ask-to-sign-in.ts'

/**
 * @param pattern the route that was found, such as `/admin/users/[id]`: an address may be written in many ways
 * @returns what somebody signed out gets instead; nothing where the request may go on
 * @throws AppError 403 for everybody who is signed in and no administrator
 */
export function admitAdministrator(
  request: Request,
  pattern: string,
  viewer: Viewer | undefined,
): Response | undefined {
  if (!/^\/admin(\/|$)/.test(pattern)) return undefined
  if (viewer?.role === 'administrator') return undefined
  if (viewer) throw new AppError(403, `Only administrators may do this, and @${viewer.handle} is none here.`)
  const { pathname, search } = new URL(request.url)
  return askToSignIn(request, request.method === 'GET' ? pathname + search : '/admin')
}
