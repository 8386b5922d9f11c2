// Writes down what an administrator did: who, what, to whom, when, from where.
import { insertAudit, type NewAudit } from '#db/queries/audit-log.ts'
import type { Viewer } from '#types/viewer.ts'
import { clientAddress } from '../auth/client-address.ts'
import type { WebContext } from '../context.ts'

/** Who acts: an administrator in a browser, or whoever has the data folder in their hands. */
export type Actor = { name: string; did?: string | undefined; address?: string | undefined }

/** `action` is a noun, a dot and a verb, such as `person.suspend`; `subject` is a handle, or what else it was done to. */
export type Act = { action: string; subject: string; subjectDid?: string | undefined; detail?: string }

/** The actor of a request. @param socketAddress `Astro.clientAddress` */
export function actorOf(viewer: Viewer, request: Request, socketAddress: string): Actor {
  const address = clientAddress(socketAddress, request.headers.get('x-forwarded-for'))
  return { name: viewer.handle, did: viewer.did, address }
}

type Writing = Pick<WebContext, 'main' | 'log' | 'now'>

/** Of what is done to files. Detail is for people: never a secret. */
export async function recordAct(ctx: Writing, actor: Actor, act: Act): Promise<void> {
  await insertAudit(ctx.main, toAudit(ctx, actor, act))
  logAct(ctx, actor, act)
}

/**
 * Does what is written into main.db, and its line with it, in one transaction. The log tells of it once it is done.
 * @param change hands the line to a query that writes it; what it gives is false or undefined where nothing was changed
 */
export async function actRecorded<Result>(
  ctx: Writing,
  actor: Actor,
  act: Act,
  change: (line: NewAudit) => Promise<Result>,
): Promise<Result> {
  const result = await change(toAudit(ctx, actor, act))
  if (result !== false && result !== undefined) logAct(ctx, actor, act)
  return result
}

function toAudit({ now }: Writing, actor: Actor, act: Act): NewAudit {
  const { action, subject, subjectDid = null, detail = '' } = act
  const who = { actor: actor.name, actorDid: actor.did ?? null, address: actor.address ?? null }
  return { at: now(), ...who, action, subject, subjectDid, detail: detail.slice(0, 2000) }
}

function logAct({ log }: Writing, { name }: Actor, { action, subject }: Act): void {
  log.info({ actor: name, action, subject }, 'administration')
}
