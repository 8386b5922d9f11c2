// Whether somebody whose account is proven may come into this box, and as what.
import { findOpenInvite } from '#db/queries/invites.ts'
import { hasAdministrator } from '#db/queries/people.ts'
import { findStanding } from '#db/queries/users.ts'
import type { Role } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { hashToken, readCookie } from './session-cookie.ts'
import { isSetupCookie } from './setup-code.ts'
import { isAllowed, readSignUp } from './sign-up-policy.ts'

/** `role` is what somebody new becomes (`first`: see recordSignIn); `inviteHash` the invitation that is used by that. */
export type Admission = { role: Role | 'first'; inviteHash?: string }

/**
 * Call it once the account's own server has proven who it is: before, the answer would tell anybody who is here.
 * @param cookie the `Cookie` header, which may hold an invitation or the proof that the setup code was entered
 * @throws AppError 403 with a heading, for a page of its own
 */
export async function admitPerson(
  ctx: WebContext,
  person: { did: string; handle: string },
  cookie: string | null,
): Promise<Admission> {
  const standing = await findStanding(ctx.main, person.did)
  if (standing && standing.suspendedAt !== null) throw suspended(person.handle)
  if (!(await hasAdministrator(ctx.main))) {
    if (!ctx.config.setupCode || isSetupCookie(ctx.config, cookie)) return { role: 'first' }
    if (!standing) throw notSetUp()
  }
  if (standing) return { role: standing.role }
  const { policy, allow } = await readSignUp(ctx)
  if (policy === 'open') return { role: 'member' }
  if (policy === 'closed') throw closed(person.handle)
  const code = readCookie(ctx.config, 'invite', cookie)
  const inviteHash = code === undefined ? undefined : hashToken(code)
  const invite = inviteHash === undefined ? undefined : await findOpenInvite(ctx.main, inviteHash, ctx.now())
  if (invite && inviteHash) return { role: invite.role, inviteHash }
  if (policy === 'allow-list' && isAllowed(allow, person)) return { role: 'member' }
  throw policy === 'invite' ? notInvited(person.handle, code !== undefined) : notListed(person)
}

const elsewhere = 'Your account on the network is not touched by this, and works in other apps as before.'

function suspended(handle: string): AppError {
  const text = `An administrator of this box has suspended @${handle}. Ask whoever runs it why, and whether it can be lifted. ${elsewhere}`
  return new AppError(403, text, { heading: 'You are suspended here' })
}

function notSetUp(): AppError {
  const text =
    'Nobody administers this box yet. Whoever runs it finds a one-time code in its log and enters it at /setup; then people can sign in.'
  return new AppError(403, text, { heading: 'This box is not set up yet' })
}

function closed(handle: string): AppError {
  const text = `This box takes nobody new at the moment, and @${handle} was not here before. Ask whoever runs it to add you. ${elsewhere}`
  return new AppError(403, text, { heading: 'Nobody new is taken' })
}

/** Also said to whoever finds an invitation used when they come. */
export function notInvited(handle: string, hadOne: boolean): AppError {
  const why = hadOne
    ? 'The invitation that this browser was given has ended or was used already. Ask for another one, open its link here, then sign in.'
    : `@${handle} was not here before. Ask whoever runs this box for an invitation, open its link in this browser, then sign in.`
  return new AppError(403, `${why} ${elsewhere}`, { heading: 'You need an invitation' })
}

function notListed({ did, handle }: { did: string; handle: string }): AppError {
  const name = handle === did ? did : `@${handle} (${did})`
  const text = `${name} is not on this box’s list of people who may sign in. Ask whoever runs it to put you on it, or for an invitation. ${elsewhere}`
  return new AppError(403, text, { heading: 'You are not on the list' })
}
