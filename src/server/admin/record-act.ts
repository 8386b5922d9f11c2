// Writes down what an administrator did: who, what, to whom, when, from where.
import { insertAudit } from '#db/queries/audit-log.ts'
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

/** Call it once the act is done. Detail is for people: never a secret. */
export async function recordAct({ main, log, now }: Pick<WebContext, 'main' | 'log' | 'now'>, actor: Actor, act: Act) {
  const { action, subject, subjectDid = null, detail = '' } = act
  const who = { actor: actor.name, actorDid: actor.did ?? null, address: actor.address ?? null }
  await insertAudit(main, { at: now(), ...who, action, subject, subjectDid, detail: detail.slice(0, 2000) })
  log.info({ actor: actor.name, action, subject }, 'administration')
}
