// Removes somebody from this box: everything that was kept for them. Their account on the network is not touched.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { NewAudit } from '#db/queries/audit-log.ts'
import { forgetFeedReader } from '#db/queries/feed-readers.ts'
import { forgetPerson } from '#db/queries/forget-person.ts'
import { deleteOwnSessions } from '#db/queries/sessions.ts'
import { deleteUser, findSuccessor } from '#db/queries/users.ts'
import type { Departure } from '#types/departure.ts'
import type { Viewer } from '#types/viewer.ts'
import { announceSetup } from '../admin/announce-setup.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { settleSignIns } from './create-auth.ts'
import { releaseIfUnused } from './release-credential.ts'

/** What else happens when the viewer goes: who administers this box then. */
export async function describeDeparture(ctx: WebContext, viewer: Viewer): Promise<Departure> {
  const { isOnlyAdministrator, successor } = await findSuccessor(ctx.main, viewer.userId)
  if (successor === undefined) return { kind: 'last' }
  return isOnlyAdministrator ? { kind: 'administrator', successor: successor.handle } : { kind: 'member' }
}

/**
 * Ends every browser, revokes tokens upstream, and deletes rows in main.db and cache.db and files. The last
 * administrator hands over to whoever has been here longest.
 * @param typed the handle, as a sign that it is meant
 * @throws AppError 422 when it is another one
 */
export async function deletePerson(ctx: WebContext, viewer: Viewer, typed: string): Promise<void> {
  const { userId, did } = viewer
  if (typed.trim().replace(/^@/, '').toLowerCase() !== viewer.handle.toLowerCase()) {
    throw new AppError(422, `Nothing was deleted: write @${viewer.handle} to say that you mean it.`)
  }
  const { isOnlyAdministrator, successor } = await findSuccessor(ctx.main, userId)
  await erasePerson(ctx, { userId, did }, { successorId: isOnlyAdministrator ? successor?.id : undefined })
  ctx.log.info({ userId }, 'somebody deleted their data from this box')
  await announceSetup(ctx)
}

/** Does so without asking. @param more who becomes administrator in the same breath, and the line of the audit log */
export async function erasePerson(
  ctx: WebContext,
  { userId, did }: { userId: number; did: string },
  { successorId, line }: { successorId?: number | undefined; line?: NewAudit },
): Promise<void> {
  await deleteOwnSessions(ctx.main, userId, { except: -1 })
  await settleSignIns(ctx.auth)
  for (const kind of ['oauth', 'password'] as const) await releaseIfUnused(ctx, { did, kind, userId })
  await deleteUser(ctx.main, userId, successorId, line)
  await forgetFeedReader(ctx.main, did)
  await forgetPerson(ctx.cache, did)
  await rm(join(ctx.config.dataDir, 'uploads', String(userId)), { recursive: true, force: true })
  ctx.memory.forget(`moderation ${did}`)
  ctx.upstream.forget(did)
}
