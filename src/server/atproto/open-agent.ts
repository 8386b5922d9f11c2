// Agents: speaking to a person's server as them, and to the AppView as nobody.
import { Agent } from '@atproto/api'
import { deleteSessionsOfKind } from '#db/queries/sessions.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { settleSignIns } from '../auth/create-auth.ts'
import type { WebContext } from '../context.ts'
import { createPasswordHandler } from './password-session.ts'
import { ViewerAgent } from './viewer-agent.ts'

/**
 * The agent of a viewer. Requests go to their server, which passes app.bsky.* on to the configured AppView.
 * One agent a person: parallel requests share its token refresh.
 *
 * @throws AppError 401, from here and from the agent's methods, when their server has ended the session. Ours has
 * ended with it: they have to sign in again. AppError 424 when their server does not answer.
 */
export async function openAgent(ctx: WebContext, viewer: Viewer): Promise<Agent> {
  const name = `${viewer.kind} ${viewer.did}`
  const open = ctx.auth.agents.get(name)
  if (open) return open
  const opening = connect(ctx, viewer)
  ctx.auth.agents.set(name, opening)
  opening.catch(() => {
    if (ctx.auth.agents.get(name) === opening) ctx.auth.agents.delete(name)
  })
  return opening
}

/** An agent that asks the AppView on behalf of nobody. */
export function openPublicAgent(ctx: WebContext): Agent {
  const service = ctx.config.appviewUrl
  return new Agent((path, init) => ctx.auth.fetch(new URL(path, service), { ...init, redirect: 'error' }))
}

async function connect(ctx: WebContext, viewer: Viewer): Promise<Agent> {
  const { auth } = ctx
  const { did, kind } = viewer
  if ((await auth.credentials[kind].get(did)) === undefined) await settleSignIns(auth)
  const isGone = async () => (await auth.credentials[kind].get(did)) === undefined
  const endSession = async () => {
    auth.agents.delete(`${kind} ${did}`)
    await deleteSessionsOfKind(ctx.main, viewer.userId, kind)
    return new AppError(401, 'Your server has ended this session. Sign in again.')
  }
  const send = await openHandler(ctx, viewer).catch(async (cause) => {
    if (await isGone()) throw await endSession()
    throw new AppError(424, 'Your server does not answer at the moment.', { cause })
  })
  if (!send) throw await endSession()
  return new ViewerAgent({ did, send, isGone, endSession, appview: `${ctx.config.appviewDid}#bsky_appview` })
}

/** What sends a signed request; undefined when there is nothing to sign with. */
async function openHandler({ auth, now }: WebContext, { did, kind }: Viewer) {
  if (kind === 'password') {
    const credential = await auth.credentials.password.get(did)
    return credential && createPasswordHandler(auth.fetch, auth.credentials.password, credential, now)
  }
  const session = (await auth.credentials.oauth.get(did)) && (await auth.oauth?.restore(did))
  return session && ((path: string, init?: RequestInit) => session.fetchHandler(path, init))
}
