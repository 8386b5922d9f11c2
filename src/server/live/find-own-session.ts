// Whose socket it is: the session that its cookie names, read from main.db. Nothing that signs for anybody is touched.
import { findSession } from '#db/queries/sessions.ts'
import { hashToken, readCookie } from '../auth/session-cookie.ts'
import type { Context } from '../context.ts'

/** What is published to one session. No page can ask for it by name. */
export function sessionTopic(sessionId: number): string {
  return `session:${sessionId}`
}

/** The session that a `Cookie` header names; undefined when there is none, or it has ended. */
export async function findOwnSession(
  ctx: Context,
  cookie: string | undefined,
): Promise<{ sessionId: number; did: string } | undefined> {
  const token = readCookie(ctx.config, 'session', cookie)
  if (token === undefined) return undefined
  try {
    return await findSession(ctx.main, hashToken(token), ctx.now())
  } catch (error) {
    ctx.log.warn({ err: error }, 'session not looked up')
    return undefined
  }
}
