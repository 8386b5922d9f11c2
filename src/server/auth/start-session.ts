// Sign-in's last step: a new session of ours for this browser, beside those of its other accounts.
import { randomBytes } from 'node:crypto'
import { recordInvited } from '#db/queries/invites.ts'
import { bindSessions, deleteExpiredSessions, deleteSession, insertSession } from '#db/queries/sessions.ts'
import { findStanding, recordSignIn } from '#db/queries/users.ts'
import { recordAct } from '../admin/record-act.ts'
import type { WebContext } from '../context.ts'
import { type Admission, notInvited } from './admit-person.ts'
import { listBrowserSessions } from './browser-accounts.ts'
import { sessionLifetime } from './find-viewer.ts'
import { releaseIfUnused, releaseUnused } from './release-credential.ts'
import { hashToken, makeCookie } from './session-cookie.ts'
import { dropSetupCode } from './setup-code.ts'

/** The browser that signs in: its `Cookie` and `User-Agent` headers. */
export type Browser = { cookie: string | null; userAgent: string | null }

/**
 * Gives the browser a session with a new id; the one it had of the same person ends, those of others stay, and the
 * browser may switch between them. What they share is made anew each time, so that a cookie that somebody planted is
 * worth nothing once a person has signed in.
 * @param admission what `admitPerson` said
 * @returns the `Set-Cookie` headers, that of the session first
 */
export async function startSession(
  ctx: WebContext,
  person: { did: string; handle: string; kind: 'oauth' | 'password' },
  browser: Browser,
  admission: Admission,
): Promise<string[]> {
  const now = ctx.now()
  const token = randomBytes(32).toString('base64url')
  const userId = await recordPerson(ctx, person, admission)
  const before = await listBrowserSessions(ctx, browser.cookie)
  const others = before.filter((session) => session.userId !== userId).map(({ id }) => id)
  const device = others.length > 0 ? randomBytes(32).toString('base64url') : undefined
  if (device !== undefined) await bindSessions(ctx.main, others, hashToken(device))
  await insertSession(ctx.main, {
    userId,
    tokenHash: hashToken(token),
    deviceHash: device === undefined ? null : hashToken(device),
    kind: person.kind,
    userAgent: (browser.userAgent ?? '').slice(0, 300),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + sessionLifetime,
  })
  for (const { id, ...holder } of before.filter((session) => session.userId === userId)) {
    await deleteSession(ctx.main, id)
    await releaseIfUnused(ctx, holder)
  }
  await deleteExpiredSessions(ctx.main, now)
  await releaseUnused(ctx)
  const cookies = [makeCookie(ctx.config, 'session', token)]
  if (admission.inviteHash) cookies.push(makeCookie(ctx.config, 'invite', ''))
  return device === undefined ? cookies : [...cookies, makeCookie(ctx.config, 'device', device)]
}

/** @throws AppError 403 when somebody else was faster with the invitation */
async function recordPerson(
  ctx: WebContext,
  { did, handle }: { did: string; handle: string },
  { role, inviteHash }: Admission,
): Promise<number> {
  const now = ctx.now()
  if (role === 'first') return recordFirst(ctx, { did, handle })
  if (!inviteHash) return recordSignIn(ctx.main, { did, handle }, now, role)
  const invited = await recordInvited(ctx.main, { did, handle }, { codeHash: inviteHash, now })
  if (invited === undefined) throw notInvited(handle, true)
  return invited
}

/** The first administrator, unless somebody else was faster. */
async function recordFirst(ctx: WebContext, person: { did: string; handle: string }): Promise<number> {
  const userId = await recordSignIn(ctx.main, person, ctx.now(), 'first')
  dropSetupCode(ctx.config.dataDir)
  if ((await findStanding(ctx.main, person.did))?.role === 'administrator') {
    const { did, handle } = person
    const act = { action: 'box.set-up', subject: handle, subjectDid: did, detail: 'became the first administrator' }
    await recordAct(ctx, { name: handle, did }, act)
  }
  return userId
}
