// Agents: speaking to a person's server as them, and to the AppView as nobody.
import type { Agent } from '@atproto/api'
import { deleteSessionsOfKind } from '#db/queries/sessions.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { type Connection, settleSignIns } from '../auth/create-auth.ts'
import type { WebContext } from '../context.ts'
import { createPasswordHandler } from './password-session.ts'
import { UpstreamAgent } from './upstream-agent.ts'
import { ViewerAgent } from './viewer-agent.ts'

/**
 * The agent of a viewer. Requests go to their server, which passes app.bsky.* on to the configured AppView.
 * One agent a person: parallel requests share its token refresh. While their server does not answer, it is an agent
 * whose every question fails with AppError 424, so that what the server said earlier can still be shown.
 *
 * @throws AppError 401, from here and from the agent's methods, when their server has ended the session. Ours has
 * ended with it: they have to sign in again.
 */
export async function openAgent(ctx: WebContext, viewer: Viewer): Promise<Agent> {
  const name = `${viewer.kind} ${viewer.did}`
  const { agents } = ctx.auth
  const opening = agents.get(name) ?? connect(ctx, viewer)
  agents.set(name, opening)
  const forget = () => {
    if (agents.get(name) === opening) agents.delete(name)
  }
  opening.then(({ isClosed }) => isClosed && forget(), forget)
  const deadline = ctx.readings.getStore()?.deadline
  if (deadline === undefined) return (await opening).agent
  const late = Promise.withResolvers<Connection>()
  const timer = setTimeout(
    () => late.resolve(close(ctx, viewer, new Error('the session is not open in time'))),
    Math.max(0, deadline - ctx.now()),
  )
  try {
    return (await Promise.race([opening, late.promise])).agent
  } finally {
    clearTimeout(timer)
  }
}

/** An agent that asks the AppView on behalf of nobody. */
export function openPublicAgent({ config, auth, upstream }: WebContext): Agent {
  auth.publicAgent ??= new UpstreamAgent({
    upstream,
    who: undefined,
    host: config.appviewUrl,
    fetchHandler: (path, init) => auth.fetch(new URL(path, config.appviewUrl), { ...init, redirect: 'error' }),
  })
  return auth.publicAgent
}

async function connect(ctx: WebContext, viewer: Viewer): Promise<Connection> {
  const { auth } = ctx
  const { did, kind } = viewer
  if ((await auth.credentials[kind].get(did)) === undefined) await settleSignIns(auth)
  let handler: Handler | undefined
  try {
    handler = await openHandler(ctx, viewer)
  } catch (cause) {
    if ((await auth.credentials[kind].get(did)) !== undefined) return close(ctx, viewer, cause)
  }
  if (!handler) throw await endSession(ctx, viewer)
  return { agent: createAgent(ctx, viewer, handler), isClosed: false }
}

type Handler = { host: string; send: (path: string, init?: RequestInit) => Promise<Response> }

function createAgent(ctx: WebContext, viewer: Viewer, handler: Handler): Agent {
  const { auth, upstream, config } = ctx
  const { did, kind } = viewer
  return new ViewerAgent({
    ...handler,
    did,
    upstream,
    isGone: async () => (await auth.credentials[kind].get(did)) === undefined,
    endSession: () => endSession(ctx, viewer),
    appview: `${config.appviewDid}#bsky_appview`,
  })
}

/** An agent for a server that cannot be asked at the moment. */
function close(ctx: WebContext, viewer: Viewer, cause: unknown): Connection {
  const send = async () => {
    throw new AppError(424, 'Your server does not answer at the moment.', { cause })
  }
  return { agent: createAgent(ctx, viewer, { host: '', send }), isClosed: true }
}

async function endSession({ auth, main }: WebContext, { did, kind, userId }: Viewer): Promise<AppError> {
  auth.agents.delete(`${kind} ${did}`)
  await deleteSessionsOfKind(main, userId, kind)
  return new AppError(401, 'Your server has ended this session. Sign in again.')
}

/** What sends a signed request; undefined when there is nothing to sign with. */
async function openHandler({ auth, now }: WebContext, { did, kind }: Viewer): Promise<Handler | undefined> {
  if (kind === 'password') {
    const credential = await auth.credentials.password.get(did)
    const send = credential && createPasswordHandler(auth.fetch, auth.credentials.password, credential, now)
    return send && { host: credential.pdsUrl, send }
  }
  const session = (await auth.credentials.oauth.get(did)) && (await auth.oauth?.restore(did))
  if (!session) return undefined
  const { aud: host } = await session.getTokenInfo(false)
  return { host, send: (path, init) => session.fetchHandler(path, init) }
}
