// Cookie → the person a request is made for.
import { findSession, touchSession } from '#db/queries/sessions.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { hashToken, readCookie } from './session-cookie.ts'

/** How long a session lives without being used, in ms. */
export const sessionLifetime = 60 * 24 * 60 * 60 * 1000
/** How exactly `last_seen_at` is kept, in ms: a write a page would be one too many. */
const touchEvery = 5 * 60 * 1000

/** The viewer whose session the `Cookie` header names, if it is alive. Using a session moves its end. */
export async function findViewer(ctx: WebContext, cookie: string | undefined): Promise<Viewer | undefined> {
  const token = readCookie(ctx.config, 'session', cookie)
  if (token === undefined) return undefined
  const now = ctx.now()
  const session = await findSession(ctx.main, hashToken(token), now)
  if (!session) return undefined
  const { lastSeenAt, ...viewer } = session
  if (now - lastSeenAt > touchEvery) {
    await touchSession(ctx.main, viewer.sessionId, now, now + sessionLifetime).catch((error) => {
      // A disk that is full must not keep people from reading.
      ctx.log.warn({ err: error }, 'session not prolonged')
    })
  }
  return viewer
}
