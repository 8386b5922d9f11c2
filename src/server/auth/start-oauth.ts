// Sign-in by OAuth, first half: off to the person's own server.
import { randomBytes } from 'node:crypto'
import { AppError } from '../app-error.ts'
import { cleanIdentifier, resolveAccount } from '../atproto/resolvers.ts'
import type { WebContext } from '../context.ts'
import { signInScope } from './client-metadata.ts'
import { returnPath } from './return-path.ts'
import { hashToken, makeCookie, readCookie } from './session-cookie.ts'

type Visitor = {
  identifier: string
  /** Where to go afterwards. */
  next: string
  address: string
  /** The `Cookie` header. */
  cookie: string | null
}

/** What a request under way keeps of the browser that began it; sealed in its state. */
export type OauthAppState = {
  browser: string
  next: string
  /** The handle that somebody wants, where the server is asked for that alone and not for a sign-in. */
  wanted?: { did: string; handle: string; domain: string } | undefined
}

/**
 * Asks the account's server for a sign-in.
 * @returns where to send the browser, and the `Set-Cookie` header that binds the answer to it
 * @throws AppError with a sentence for the form: 404 not offered, 422 no such account, 429 too many attempts,
 * 424 somebody else's server fails
 */
export async function startOauth(ctx: WebContext, request: Visitor): Promise<{ url: string; cookie: string }> {
  const { oauth, resolvers, attempts } = ctx.auth
  if (!oauth) throw new AppError(404, 'Signing in at your own server needs an https address, which this box lacks.')
  const identifier = cleanIdentifier(request.identifier)
  if (identifier === '') throw new AppError(422, 'Write your handle.')
  if (identifier.includes('@')) throw new AppError(422, 'Write your handle, not your e-mail address.')
  const now = ctx.now()
  if (attempts.byAddress.isSpent(request.address, now)) {
    throw new AppError(429, 'Too many attempts. Wait a quarter of an hour.')
  }
  attempts.byAddress.count(request.address, now)
  const account = await resolveAccount(resolvers, identifier)
  const browser = nameRequester(ctx, request.cookie)
  const state: OauthAppState = { browser: hashToken(browser), next: returnPath(request.next) }
  const url = await oauth.authorize(identifier, { scope: signInScope, state: JSON.stringify(state) }).catch((cause) => {
    ctx.log.warn({ err: cause, did: account.did }, 'sign-in not begun')
    const { host } = new URL(account.pdsUrl)
    throw new AppError(424, `Your server, ${host}, does not take sign-ins at the moment.`, { cause })
  })
  return { url: url.href, cookie: makeCookie(ctx.config, 'oauth', browser) }
}

/** What binds an answer to the browser that asked, kept in its cookie. Two tabs that ask at once share it. */
export function nameRequester({ config }: WebContext, cookie: string | null): string {
  return readCookie(config, 'oauth', cookie) ?? randomBytes(32).toString('base64url')
}
