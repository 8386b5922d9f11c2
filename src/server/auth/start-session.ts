// Sign-in's last step: a new session of ours for this browser.
import { randomBytes } from 'node:crypto'
import { deleteExpiredSessions, deleteSession, findSession, insertSession } from '#db/queries/sessions.ts'
import { recordSignIn } from '#db/queries/users.ts'
import type { WebContext } from '../context.ts'
import { sessionLifetime } from './find-viewer.ts'
import { releaseIfUnused, releaseUnused } from './release-credential.ts'
import { hashToken, makeCookie, readCookie } from './session-cookie.ts'

/** The browser that signs in: its `Cookie` and `User-Agent` headers. */
export type Browser = { cookie: string | null; userAgent: string | null }

/**
 * Gives the browser a session with a new id; the one it had ends. The first person ever is the administrator.
 * @returns the `Set-Cookie` header
 */
export async function startSession(
  ctx: WebContext,
  person: { did: string; handle: string; kind: 'oauth' | 'password' },
  browser: Browser,
): Promise<string> {
  const now = ctx.now()
  const token = randomBytes(32).toString('base64url')
  const userId = await recordSignIn(ctx.main, { did: person.did, handle: person.handle }, now)
  await insertSession(ctx.main, {
    userId,
    tokenHash: hashToken(token),
    kind: person.kind,
    userAgent: (browser.userAgent ?? '').slice(0, 300),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + sessionLifetime,
  })
  const oldToken = readCookie(ctx.config, 'session', browser.cookie)
  const old = oldToken && (await findSession(ctx.main, hashToken(oldToken), now))
  if (old) {
    await deleteSession(ctx.main, old.sessionId)
    await releaseIfUnused(ctx, old)
  }
  await deleteExpiredSessions(ctx.main, now)
  await releaseUnused(ctx)
  return makeCookie(ctx.config, 'session', token)
}
