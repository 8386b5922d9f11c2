// Sign-in by OAuth, second half: back from the person's own server.
import { z } from 'zod'
import { findStanding } from '#db/queries/users.ts'
import { AppError } from '../app-error.ts'
import { resolveAccount } from '../atproto/resolvers.ts'
import type { WebContext } from '../context.ts'
import { admitPerson } from './admit-person.ts'
import { takeHandle } from './ask-for-handle.ts'
import { trackSignIn } from './create-auth.ts'
import { releaseIfUnused } from './release-credential.ts'
import { returnPath } from './return-path.ts'
import { hashToken, makeCookie, readCookie } from './session-cookie.ts'
import type { OauthAppState } from './start-oauth.ts'
import { type Browser, startSession } from './start-session.ts'

const appState: z.ZodType<OauthAppState> = z.object({
  browser: z.string(),
  next: z.string(),
  wanted: z.object({ did: z.string(), handle: z.string(), domain: z.string() }).optional(),
})

/** Where to go, and the `Set-Cookie` headers; or what went wrong with the handle that was wanted. */
export type Finished =
  | { next: string; cookies: string[]; refused?: never }
  | { refused: { handle: string; domain: string; problem: AppError } }

/**
 * Takes the answer of the account's server and starts a session of ours, or changes the handle that it was asked for.
 *
 * The answer must come to the browser that asked: otherwise somebody could sign another person in to their own
 * account (login CSRF, RFC 9700 §4.7). That is looked at before the answer is used, since using it has effects.
 *
 * @throws AppError with a sentence for the form: 404 not offered, 422 nothing to finish, 403 another browser, not
 * approved or not admitted, 424 the server fails
 */
export async function finishOauth(ctx: WebContext, answer: URLSearchParams, browser: Browser): Promise<Finished> {
  const { oauth, states } = ctx.auth
  if (!oauth) throw new AppError(404, 'Signing in at your own server needs an https address, which this box lacks.')
  const state = answer.get('state')
  const saved = state && state.length <= 256 ? await states.get(state) : undefined
  if (!saved) throw new AppError(422, 'This sign-in has expired, or was used already. Begin again.')
  const begun = appState.parse(JSON.parse(saved.appState ?? 'null'))
  const token = readCookie(ctx.config, 'oauth', browser.cookie)
  if (!token || hashToken(token) !== begun.browser) {
    throw new AppError(403, 'This sign-in was begun in another browser. Begin again in this one.')
  }
  if (begun.wanted) return finishHandle(ctx, answer, begun.wanted)
  const sessions = await trackSignIn(ctx.auth, openSession(ctx, answer, browser))
  return { next: returnPath(begun.next), cookies: [...sessions, makeCookie(ctx.config, 'oauth', '')] }
}

async function finishHandle(
  ctx: WebContext,
  answer: URLSearchParams,
  wanted: NonNullable<OauthAppState['wanted']>,
): Promise<Finished> {
  try {
    await takeHandle(ctx, answer, wanted)
    return { next: '/settings/handle?saved=1', cookies: [makeCookie(ctx.config, 'oauth', '')] }
  } catch (problem) {
    if (!(problem instanceof AppError)) throw problem
    return { refused: { handle: wanted.handle, domain: wanted.domain, problem } }
  }
}

async function openSession(ctx: WebContext, answer: URLSearchParams, browser: Browser): Promise<string[]> {
  const { auth, log } = ctx
  const done = await auth.oauth?.callback(answer).catch((cause) => {
    if (answer.get('error') === 'access_denied') throw new AppError(403, 'You did not approve the sign-in.', { cause })
    log.warn({ err: cause }, 'sign-in not finished')
    throw new AppError(424, 'Your server did not finish the sign-in. Begin again.', { cause })
  })
  const did = done?.session.did
  if (!did) throw new AppError(424, 'Your server did not finish the sign-in. Begin again.')
  // The sign-in stands without a handle: the DID is shown in its place.
  const { handle } = await resolveAccount(auth.resolvers, did).catch(() => ({ handle: did }))
  const admission = await admitPerson(ctx, { did, handle }, browser.cookie).catch(async (error) => {
    // What was granted is given back; somebody who has a browser here already needs it.
    const standing = await findStanding(ctx.main, did)
    await releaseIfUnused(ctx, { userId: standing?.id ?? -1, did, kind: 'oauth' })
    throw error
  })
  return startSession(ctx, { did, handle, kind: 'oauth' }, browser, admission)
}
