// Signing out: this account in this browser, or all of its accounts.
import { deleteSession } from '#db/queries/sessions.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { listBrowserSessions } from './browser-accounts.ts'
import { settleSignIns } from './create-auth.ts'
import { releaseIfUnused } from './release-credential.ts'
import { makeCookie } from './session-cookie.ts'

/**
 * Ends the viewer's session in this browser, and upstream too when it was their last one of that kind. Nobody is
 * switched to: who stays signed in here is asked for.
 * @param isAll whether the other accounts of the browser that sends `cookie` go as well
 * @returns the `Set-Cookie` headers that take cookies away, and how many accounts stay
 */
export async function signOut(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { cookie = null, isAll = false }: { cookie?: string | null; isAll?: boolean } = {},
): Promise<{ cookies: string[]; left: number }> {
  const others = (await listBrowserSessions(ctx, cookie)).filter(({ id }) => id !== viewer?.sessionId)
  const own = viewer ? [{ ...viewer, id: viewer.sessionId }] : []
  const ending = isAll ? [...own, ...others] : own
  for (const { id } of ending) await deleteSession(ctx.main, id)
  if (ending.length > 0) await settleSignIns(ctx.auth)
  for (const { userId, did, kind } of ending) await releaseIfUnused(ctx, { userId, did, kind })
  const left = isAll ? 0 : others.length
  const cookies = [makeCookie(ctx.config, 'session', '')]
  return { cookies: left > 0 || !others.length ? cookies : [...cookies, makeCookie(ctx.config, 'device', '')], left }
}
