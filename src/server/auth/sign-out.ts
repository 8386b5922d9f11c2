// Signing out: this browser only.
import { deleteSession } from '#db/queries/sessions.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { settleSignIns } from './create-auth.ts'
import { releaseIfUnused } from './release-credential.ts'
import { makeCookie } from './session-cookie.ts'

/**
 * Ends the viewer's session in this browser, and upstream too when it was their last one of that kind.
 * @returns the `Set-Cookie` header that takes the cookie away
 */
export async function signOut(ctx: WebContext, viewer: Viewer | undefined): Promise<string> {
  if (viewer) {
    await deleteSession(ctx.main, viewer.sessionId)
    await settleSignIns(ctx.auth)
    await releaseIfUnused(ctx, viewer)
  }
  return makeCookie(ctx.config, 'session', '')
}
