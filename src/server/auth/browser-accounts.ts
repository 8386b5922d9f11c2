// The accounts that are signed in in one browser, and switching between them.
import { createHmac } from 'node:crypto'
import {
  findSession,
  listDeviceSessions,
  listOwnSessions,
  renewSession,
  type SessionSummary,
} from '#db/queries/sessions.ts'
import type { BrowserAccount } from '#types/browser-account.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { hashToken, makeCookie, readCookie } from './session-cookie.ts'

/** The live sessions of the browser that sends this `Cookie` header: those that it shares, and the one it uses. */
export async function listBrowserSessions(ctx: WebContext, cookie: string | null): Promise<SessionSummary[]> {
  const now = ctx.now()
  const device = readCookie(ctx.config, 'device', cookie)
  const shared = device === undefined ? [] : await listDeviceSessions(ctx.main, hashToken(device), now)
  const token = readCookie(ctx.config, 'session', cookie)
  const active = token === undefined ? undefined : await findSession(ctx.main, hashToken(token), now)
  if (!active || shared.some(({ id }) => id === active.sessionId)) return shared
  const own = await listOwnSessions(ctx.main, active.userId, now)
  return [...own.filter(({ id }) => id === active.sessionId), ...shared]
}

/** The accounts of this browser, that of `viewer` first. One query where the browser never had a second one. */
export async function listAccounts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  cookie: string | null,
): Promise<BrowserAccount[]> {
  const own = viewer ? [{ id: viewer.sessionId, did: viewer.did, handle: viewer.handle, isActive: true }] : []
  const device = readCookie(ctx.config, 'device', cookie)
  if (device === undefined) return own
  const shared = await listDeviceSessions(ctx.main, hashToken(device), ctx.now())
  const others = shared.filter(({ did }) => did !== viewer?.did)
  return [...own, ...others.map(({ id, did, handle }) => ({ id, did, handle, isActive: false }))]
}

/**
 * Makes the browser that sends this `Cookie` header act for another of its accounts. The token of a session is derived
 * from what the browser's accounts share, so that a form that is sent twice, or from two tabs, gives the same one.
 * @returns the `Set-Cookie` header
 * @throws AppError 404 when the account is not signed in in this browser
 */
export async function switchAccount(ctx: WebContext, cookie: string | null, sessionId: number): Promise<string> {
  const device = readCookie(ctx.config, 'device', cookie)
  const token = device && createHmac('sha256', device).update(`session ${sessionId}`).digest('base64url')
  const isDone =
    device !== undefined &&
    token !== undefined &&
    (await renewSession(ctx.main, {
      id: sessionId,
      deviceHash: hashToken(device),
      tokenHash: hashToken(token),
      now: ctx.now(),
    }))
  if (!isDone || !token)
    throw new AppError(404, 'This account is not signed in in this browser any more. Sign in to it again.')
  return makeCookie(ctx.config, 'session', token)
}
