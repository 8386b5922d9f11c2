// What somebody signed out gets in the place of a page that is somebody's own.
import { wantsJson } from './wants-json.ts'

/** To the sign-in page, which leads back to `next`; 401 for a program. */
export function askToSignIn(request: Request, next: string): Response {
  if (wantsJson(request)) return Response.json({ error: 'Sign in to do this.' }, { status: 401 })
  return new Response(null, { status: 303, headers: { location: `/sign-in?${new URLSearchParams({ next })}` } })
}
