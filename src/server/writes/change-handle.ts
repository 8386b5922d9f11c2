// Changes somebody's handle, as far as their server lets this box do it.
import { renameUser } from '#db/queries/users.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { explainScope } from '../atproto/explain-scope.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import type { Field } from './take-settings.ts'

/** The address of the viewer's server and the endings of handles that it gives out. */
export type HandleOffer = { host: string; domains: string[] }

/** What the viewer's server says of itself (com.atproto.server.describeServer). @throws AppError as it answers */
export async function readHandleOffer(ctx: WebContext, viewer: Viewer): Promise<HandleOffer> {
  const agent = await openAgent(ctx, viewer)
  const { data } = await askUpstream(agent.com.atproto.server.describeServer())
  const domains = Array.isArray(data.availableUserDomains) ? data.availableUserDomains : []
  const isDomain = (domain: unknown): domain is string =>
    typeof domain === 'string' && /^\.[a-z0-9.-]{1,250}$/i.test(domain)
  return {
    host: typeof data.did === 'string' ? data.did.replace(/^did:web:/, '') : '',
    domains: domains.filter(isDomain).slice(0, 20),
  }
}

/** The handle that a form asks for: a domain of one's own, or a name on the server. @throws AppError 422 when it is none */
export function wantedHandle(field: Field): string {
  const typed = field('handle').trim().replace(/^@/, '').toLowerCase()
  const domain = field('domain')
  const handle = domain === '' || typed === '' ? typed : typed + domain
  if (typed === '') throw new AppError(422, 'Write the new handle.')
  if (handle.length > 253 || !/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(handle)) {
    throw new AppError(
      422,
      'This is no handle: letters, digits and hyphens, with dots between the parts, as in a domain.',
    )
  }
  return handle
}

/**
 * com.atproto.identity.updateHandle.
 * @throws AppError 422 for what is no handle, 403 when the sign-in does not reach so far, others as the server answers
 */
export async function changeHandle(ctx: WebContext, viewer: Viewer, field: Field): Promise<void> {
  const handle = wantedHandle(field)
  if (handle === viewer.handle) return
  const agent = await openAgent(ctx, viewer)
  await askUpstream(explainScope(agent.com.atproto.identity.updateHandle({ handle })))
  await renameUser(ctx.main, viewer.userId, handle)
}
