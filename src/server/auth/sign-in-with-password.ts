// Sign-in with an app password, for boxes where OAuth cannot work.

import { AppError } from '../app-error.ts'
import { createPasswordSession, deletePasswordSession } from '../atproto/password-session.ts'
import { cleanIdentifier, resolveAccount } from '../atproto/resolvers.ts'
import type { WebContext } from '../context.ts'
import { admitPerson } from './admit-person.ts'
import { trackSignIn } from './create-auth.ts'
import { type Browser, startSession } from './start-session.ts'

type Attempt = { identifier: string; password: string; address: string; browser: Browser }

/**
 * Signs in on the account's own server and starts a session of ours.
 * @returns the `Set-Cookie` headers, that of the session first
 * @throws AppError with a sentence for the form: 404 not offered, 422 no such account, 401 wrong password, 403 not
 * admitted,
 * 429 too many attempts, 424 somebody else's server fails
 */
export async function signInWithPassword(ctx: WebContext, attempt: Attempt): Promise<string[]> {
  if (!ctx.config.appPasswords) throw new AppError(404, 'Signing in with an app password is not offered here.')
  const identifier = cleanIdentifier(attempt.identifier)
  if (identifier === '') throw new AppError(422, 'Write your handle.')
  if (identifier.includes('@')) throw new AppError(422, 'Write your handle, not your e-mail address.')
  if (attempt.password === '') throw new AppError(422, 'Write your app password.')
  if (attempt.password.length > 512) throw new AppError(401, 'The password is not right.')
  countAttempt(ctx, 'byAddress', attempt.address)
  return trackSignIn(ctx.auth, openSession(ctx, identifier, attempt))
}

/** Counted before the answer is known, so that attempts made at once count as well. */
function countAttempt({ auth, now }: WebContext, by: 'byAddress' | 'byAccount', name: string): void {
  if (auth.attempts[by].isSpent(name, now())) throw new AppError(429, 'Too many attempts. Wait a quarter of an hour.')
  auth.attempts[by].count(name, now())
}

async function openSession(ctx: WebContext, identifier: string, { password, browser }: Attempt): Promise<string[]> {
  const { auth } = ctx
  const account = await resolveAccount(auth.resolvers, identifier)
  countAttempt(ctx, 'byAccount', account.did)
  const credential = await createPasswordSession(auth.fetch, account, password)
  // The address is not forgiven: who guesses other people's passwords may well know their own.
  auth.attempts.byAccount.forgive(account.did)
  const admission = await admitPerson(ctx, account, browser.cookie).catch(async (error) => {
    await deletePasswordSession(auth.fetch, credential)
    throw error
  })
  const before = await auth.credentials.password.get(account.did)
  await auth.credentials.password.set(account.did, credential)
  auth.agents.delete(`password ${account.did}`)
  if (before) await deletePasswordSession(auth.fetch, before)
  return startSession(ctx, { ...account, kind: 'password' }, browser, admission)
}
