// A new handle by OAuth: the person's server is asked for that one permission, it is used once, and given back.
import { Agent } from '@atproto/api'
import type { OAuthSession } from '@atproto/oauth-client-node'
import { renameUser } from '#db/queries/users.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { unreachedHandle } from '../atproto/beyond-scope.ts'
import type { WebContext } from '../context.ts'
import { handleScope } from './client-metadata.ts'
import { hashToken, makeCookie } from './session-cookie.ts'
import { nameRequester, type OauthAppState } from './start-oauth.ts'

type Wanted = NonNullable<OauthAppState['wanted']>

/**
 * Asks the viewer's server to let this box change the handle, and nothing else.
 * @returns where to send the browser, and the `Set-Cookie` header that binds the answer to it
 * @throws AppError 403 where the server, or this box, knows no such permission, 424 when it does not answer
 */
export async function askForHandle(
  ctx: WebContext,
  viewer: Viewer,
  { cookie, ...wanted }: Omit<Wanted, 'did'> & { cookie: string | null },
): Promise<{ url: string; cookie: string }> {
  const { oauth } = ctx.auth
  if (!oauth) throw unreachedHandle()
  const browser = nameRequester(ctx, cookie)
  const state: OauthAppState = {
    browser: hashToken(browser),
    next: '/settings/handle',
    wanted: { ...wanted, did: viewer.did },
  }
  await lookUpAnew(ctx, viewer.did)
  const question = oauth.authorize(viewer.did, { scope: `atproto ${handleScope}`, state: JSON.stringify(state) })
  const url = await question.catch((cause) => {
    ctx.log.warn({ err: cause, did: viewer.did }, 'permission for a handle not asked for')
    if (isRefusal(cause)) throw unreachedHandle(cause)
    throw new AppError(424, 'Your server does not answer at the moment. Nothing was changed.', { cause })
  })
  return { url: url.href, cookie: makeCookie(ctx.config, 'oauth', browser) }
}

/**
 * Takes the server's answer, changes the handle, and gives the permission back. The sign-in of this box, which cannot
 * do it, stays as it is.
 * @throws AppError 403 not allowed by the person or unknown to the server, 422 and others as the server refuses the
 * handle, 424 when it fails
 */
export async function takeHandle(ctx: WebContext, answer: URLSearchParams, wanted: Wanted): Promise<void> {
  const client = await ctx.auth.openPassing()
  const done = await client?.callback(answer).catch((cause) => {
    if (answer.get('error') === 'access_denied') {
      throw new AppError(403, 'You did not allow it on your server, so your handle stays as it was.', { cause })
    }
    ctx.log.warn({ err: cause, did: wanted.did }, 'permission for a handle not given')
    if (answer.get('error') === 'invalid_scope') throw unreachedHandle(cause)
    throw new AppError(424, 'Your server did not finish. Nothing was changed: try again.', { cause })
  })
  if (!done) throw unreachedHandle()
  const { session } = done
  try {
    await useOnce(session, wanted)
  } finally {
    await session.signOut().catch((err) => ctx.log.warn({ err, did: wanted.did }, 'permission not given back'))
  }
  await renameUser(ctx.main, wanted.did, wanted.handle)
  await lookUpAnew(ctx, wanted.did)
}

/** The library remembers handles: a server asked for a password by the former one would not know it. */
async function lookUpAnew({ auth, log }: WebContext, did: string): Promise<void> {
  const question = auth.oauth?.identityResolver.resolve(did, { noCache: true })
  await question?.catch((err) => log.warn({ err, did }, 'identity not looked up anew'))
}

async function useOnce(session: OAuthSession, { did, handle }: Wanted): Promise<void> {
  if (session.did !== did) {
    throw new AppError(403, 'Another account allowed it than the one that is signed in here. Nothing was changed.')
  }
  const { scope } = await session.getTokenInfo(false)
  // A server that does not know a permission may leave it out without a word (RFC 6749 §3.3).
  if (!scope.split(' ').some((one) => one === handleScope || one === 'identity:*')) throw unreachedHandle()
  await askUpstream(new Agent(session).com.atproto.identity.updateHandle({ handle }))
}

/** Whether the server has understood and says no, and not that it cannot answer. */
function isRefusal(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'error' in cause &&
    ['invalid_scope', 'invalid_request', 'invalid_client_metadata', 'invalid_client'].includes(String(cause.error))
  )
}
