// Many handles and DIDs at once → whose accounts they are.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** app.bsky.actor.getProfiles takes this many. */
export const accountsAtOnce = 25

type Ask = (actors: string[]) => Promise<{ did: string; handle: string }[]>

/**
 * The DIDs of at most 25 `actors`, by what was asked for (app.bsky.actor.getProfiles). Whoever has no account, or one
 * that is deactivated or taken down, is absent.
 * @throws AppError as upstream answers
 */
export async function findAccounts(ctx: WebContext, viewer: Viewer, actors: string[]): Promise<Map<string, string>> {
  const { agent } = await openLens(ctx, viewer)
  const ask: Ask = async (those) =>
    (await askUpstream(agent.app.bsky.actor.getProfiles({ actors: those }))).data.profiles
  const profiles = await askInHalves(ask, actors)
  const dids = new Map(
    profiles.flatMap(({ did, handle }) => [[did, did] as const, [handle.toLowerCase(), did] as const]),
  )
  return new Map(actors.flatMap((actor) => (dids.has(actor) ? [[actor, dids.get(actor) ?? '']] : [])))
}

/** One name that upstream refuses must not cost the others. */
async function askInHalves(ask: Ask, actors: string[]): Promise<{ did: string; handle: string }[]> {
  if (actors.length === 0) return []
  try {
    return await ask(actors)
  } catch (error) {
    if (!(error instanceof AppError) || (error.status !== 400 && error.status !== 404)) throw error
    if (actors.length === 1) return []
    const half = Math.ceil(actors.length / 2)
    return [...(await askInHalves(ask, actors.slice(0, half))), ...(await askInHalves(ask, actors.slice(half)))]
  }
}
