// Which DID an actor in an address is: where upstream takes AT URIs with DIDs only.
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const didTtl = 5 * 60_000

/**
 * The DID of a handle (app.bsky.actor.getProfile), remembered for five minutes; a DID is its own answer.
 * @throws AppError 404 when nobody has the handle, others as upstream answers
 */
export async function findDid(ctx: WebContext, viewer: Viewer | undefined, actor: string): Promise<string> {
  if (actor.startsWith('did:')) return actor
  const { agent } = await openLens(ctx, viewer)
  const ask = async () => (await askUpstream(agent.app.bsky.actor.getProfile({ actor }))).data.did
  return ctx.memory.recall(`did ${actor}`, didTtl, ask)
}
