// Invitations: made, listed, withdrawn, opened. What is stored of a code is a hash.
import { randomBytes } from 'node:crypto'
import {
  deleteOldInvites,
  deleteOpenInvite,
  findInviteNote,
  findOpenInvite,
  type InviteRow,
  insertInvite,
  listInvites,
} from '#db/queries/invites.ts'
import type { Invite } from '#types/administration.ts'
import type { Role } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { hashToken, makeCookie } from '../auth/session-cookie.ts'
import type { WebContext } from '../context.ts'
import { type Actor, actRecorded } from './record-act.ts'

const day = 86_400_000
/** How long one that ended is shown, in ms. */
const shownFor = 30 * day
/** How long an invitation may be good for, in days. */
export const longestInvite = 90

/**
 * Makes an invitation for one person.
 * @param days how long it can be used, 1 to 90
 * @returns the link, which nobody can read again
 * @throws AppError 422 for a number of days that is none
 */
export async function makeInvite(
  ctx: Pick<WebContext, 'main' | 'log' | 'now' | 'config'>,
  actor: Actor,
  { note, role, days }: { note: string; role: Role; days: number },
): Promise<{ id: number; link: string; ends: string }> {
  if (!Number.isInteger(days) || days < 1 || days > longestInvite)
    throw new AppError(422, `An invitation can be used for 1 to ${longestInvite} days.`)
  const code = randomBytes(32).toString('base64url')
  const now = ctx.now()
  const called = note.replace(/\s+/g, ' ').trim().toWellFormed().slice(0, 100)
  const row = { codeHash: hashToken(code), note: called, role, madeBy: actor.name, createdAt: now }
  const detail = `as ${role}, for ${days === 1 ? 'a day' : `${days} days`}`
  const act = { action: 'invite.make', subject: called || 'an invitation', detail }
  const invite = { ...row, expiresAt: now + days * day }
  const id = await actRecorded(ctx, actor, act, (line) => insertInvite(ctx.main, invite, line))
  await deleteOldInvites(ctx.main, now - shownFor)
  const link = new URL(`/invite/${code}`, ctx.config.publicUrl).href
  return { id, link, ends: new Date(now + days * day).toISOString() }
}

/** @throws AppError 404 when there is none, or somebody has used it */
export async function withdrawInvite(ctx: Pick<WebContext, 'main' | 'log' | 'now'>, actor: Actor, id: number) {
  const note = Number.isSafeInteger(id) ? await findInviteNote(ctx.main, id) : undefined
  const act = { action: 'invite.withdraw', subject: note || `invitation ${id}` }
  const isGone =
    note !== undefined && (await actRecorded(ctx, actor, act, (line) => deleteOpenInvite(ctx.main, id, line)))
  if (!isGone) throw new AppError(404, 'There is no such invitation any more: it was used or withdrawn.')
}

/** Those that can be used, and those of the last 30 days. */
export async function readInvites({ main, now }: Pick<WebContext, 'main' | 'now'>): Promise<Invite[]> {
  return (await listInvites(main, now() - shownFor)).map((row) => toInvite(row, now()))
}

/**
 * What somebody who opens a link of an invitation gets.
 * @returns the `Set-Cookie` header of what signing in looks at
 * @throws AppError 404 for one that cannot be used, whatever the reason
 */
export async function openInvite(
  { main, config, now }: Pick<WebContext, 'main' | 'config' | 'now'>,
  code: string,
): Promise<string> {
  const invite = /^[A-Za-z0-9_-]{43}$/.test(code) ? await findOpenInvite(main, hashToken(code), now()) : undefined
  if (!invite) {
    const text = 'It has ended, was used already, or was withdrawn. Ask whoever sent it for another one.'
    throw new AppError(404, text, { heading: 'This invitation is not good any more' })
  }
  return makeCookie(config, 'invite', code)
}

function toInvite({ id, note, role, madeBy, createdAt, expiresAt, usedAt, usedBy }: InviteRow, now: number): Invite {
  return {
    ...{ id, note, role, madeBy, made: new Date(createdAt).toISOString(), ends: new Date(expiresAt).toISOString() },
    state: usedAt !== null ? 'used' : expiresAt <= now ? 'ended' : 'open',
    usedBy: usedBy ?? undefined,
  }
}
