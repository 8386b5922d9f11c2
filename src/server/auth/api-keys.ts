// Keys with which programs act for somebody: made, shown once, recognised. What is stored is a hash.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import {
  type ApiKeyRow,
  deleteApiKey,
  findApiKey,
  insertApiKey,
  listApiKeys,
  touchApiKey,
} from '#db/queries/api-keys.ts'
import { findLastSession } from '#db/queries/sessions.ts'
import type { ApiKey } from '#types/api-key.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { requireMaker } from './require-maker.ts'
import { hashToken } from './session-cookie.ts'

const mostKeys = 20
const day = 86_400_000
/** How exactly `last_used_at` is kept, in ms. */
const touchEvery = 60_000
const form = /^sky_[A-Za-z0-9_-]{43}$/

/** Whom a key acts for, and how far. `viewer` has no session where its person is signed in nowhere here. */
export type KeyHolder = { keyId: number; mayWrite: boolean; viewer: Viewer }

/**
 * Makes a key of the viewer's.
 * @param days how long it lives; undefined for ever
 * @returns the key itself, which is not stored
 * @throws AppError 409 when they have too many, 403 for a reader, 422 when it has no name
 */
export async function makeApiKey(
  ctx: WebContext,
  viewer: Viewer,
  { name, mayWrite, days }: { name: string; mayWrite: boolean; days: number | undefined },
): Promise<{ id: number; key: string }> {
  requireMaker(viewer)
  const called = name.replace(/\s+/g, ' ').trim().toWellFormed().slice(0, 60)
  if (called === '') throw new AppError(422, 'Give the key a name, so that you know later what it is for.')
  const key = `sky_${randomBytes(32).toString('base64url')}`
  const now = ctx.now()
  const expiresAt = days === undefined ? null : now + days * day
  const row = { userId: viewer.userId, name: called, keyHash: hashToken(key), hint: key.slice(0, 8), mayWrite }
  const id = await insertApiKey(ctx.main, { ...row, createdAt: now, expiresAt }, mostKeys)
  if (id === undefined) throw new AppError(409, `You have ${mostKeys} keys. Remove one to make another.`)
  return { id, key }
}

/** @throws AppError 404 when there is no such key of theirs */
export async function removeApiKey(ctx: WebContext, viewer: Viewer, id: number): Promise<void> {
  if (Number.isSafeInteger(id) && (await deleteApiKey(ctx.main, viewer.userId, id))) return
  throw new AppError(404, 'There is no such key of yours.')
}

/** The viewer's keys, the newest first. */
export async function readApiKeys(ctx: WebContext, viewer: Viewer): Promise<ApiKey[]> {
  return (await listApiKeys(ctx.main, viewer.userId)).map((row) => toApiKey(row, ctx.now()))
}

/**
 * Whom an `Authorization: Bearer …` header acts for.
 * @throws AppError 401 without a key, or with one that is unknown or has expired
 */
export async function findKeyHolder(ctx: WebContext, authorization: string | null): Promise<KeyHolder> {
  if (authorization === null) throw new AppError(401, 'This needs a key: send Authorization: Bearer and the key.')
  const key = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? ''
  const hash = hashToken(key)
  const row = form.test(key) ? await findApiKey(ctx.main, hash) : undefined
  const now = ctx.now()
  if (!row || !timingSafeEqual(Buffer.from(row.keyHash), Buffer.from(hash))) {
    throw new AppError(401, 'There is no such key. It may have been removed.')
  }
  if (row.expiresAt !== null && row.expiresAt <= now) throw new AppError(401, 'This key has expired. Make another one.')
  if (row.suspendedAt !== null)
    throw new AppError(403, `@${row.handle} is suspended on this box, and so are their keys.`)
  if (now - (row.lastUsedAt ?? 0) > touchEvery) {
    await touchApiKey(ctx.main, row.id, now).catch((error) => ctx.log.warn({ err: error }, 'use of a key not noted'))
  }
  const { userId, did, handle, role } = row
  const session = await findLastSession(ctx.main, userId, now)
  const viewer: Viewer = session ?? { userId, did, handle, role, sessionId: 0, kind: 'oauth' }
  return { keyId: row.id, mayWrite: row.mayWrite, viewer }
}

function toApiKey({ id, name, hint, mayWrite, createdAt, expiresAt, lastUsedAt }: ApiKeyRow, now: number): ApiKey {
  const iso = (at: number | null) => (at === null ? undefined : new Date(at).toISOString())
  return {
    ...{ id, name, hint, mayWrite },
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: iso(expiresAt),
    lastUsedAt: iso(lastUsedAt),
    hasExpired: expiresAt !== null && expiresAt <= now,
  }
}
