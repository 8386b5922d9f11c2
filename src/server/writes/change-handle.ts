// Changes somebody's handle, as far as their server lets this box do it.
import { renameUser } from '#db/queries/users.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { isBeyondScope, unreachedHandle } from '../atproto/beyond-scope.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { askForHandle } from '../auth/ask-for-handle.ts'
import { wantsJson } from '../auth/wants-json.ts'
import type { WebContext } from '../context.ts'
import type { Field } from './take-settings.ts'

/** The address of the viewer's server and the endings of handles that it gives out. */
export type HandleOffer = { host: string; domains: string[] }

/** What the viewer's server says of itself (com.atproto.server.describeServer); nothing when it does not answer. */
export async function readHandleOffer(ctx: WebContext, viewer: Viewer): Promise<HandleOffer> {
  return askOffer(ctx, viewer).catch(() => ({ host: '', domains: [] }))
}

async function askOffer(ctx: WebContext, viewer: Viewer): Promise<HandleOffer> {
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

/** What was typed for a handle: all of it, or the name before the ending that was chosen. */
export function typedOf({ handle, domain }: { handle: string; domain: string }): string {
  return domain !== '' && handle.endsWith(domain) ? handle.slice(0, -domain.length) : handle
}

/**
 * com.atproto.identity.updateHandle. A sign-in hardly ever reaches so far: the browser is sent to the person's server
 * then, to allow this once (ask-for-handle.ts).
 * @returns where it is sent to, nothing when the handle is changed already
 * @throws AppError 422 for what is no handle, 403 when the server lets no other software do it, others as it answers
 */
export async function changeHandle(
  ctx: WebContext,
  viewer: Viewer,
  request: Request,
  field: Field,
): Promise<Response | undefined> {
  const handle = wantedHandle(field)
  if (handle === viewer.handle) return undefined
  const agent = await openAgent(ctx, viewer)
  try {
    await askUpstream(agent.com.atproto.identity.updateHandle({ handle }))
  } catch (cause) {
    if (!isBeyondScope(cause)) throw cause
    // A program has no browser that could go there.
    if (wantsJson(request)) throw unreachedHandle(cause)
    const cookie = request.headers.get('cookie')
    const asked = await askForHandle(ctx, viewer, { handle, domain: field('domain'), cookie })
    return new Response(null, { status: 303, headers: { location: asked.url, 'set-cookie': asked.cookie } })
  }
  await renameUser(ctx.main, viewer.did, handle)
  return undefined
}
