// People to follow: whom upstream suggests to the viewer, and who is like somebody.
import type { People, Person } from '#types/person.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople, toPerson } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 30
/** How long suggestions for somebody signed out are good, in ms. */
const publicTtl = 60_000

/** A page of suggested people (app.bsky.actor.getSuggestions). @throws AppError as upstream answers */
export async function readSuggestions(
  ctx: WebContext,
  viewer: Viewer | undefined,
  cursor: string | undefined,
): Promise<People> {
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = async () => (await askUpstream(agent.app.bsky.actor.getSuggestions({ limit, cursor }))).data
  const data = await (viewer ? ask() : ctx.memory.recall(`suggestions ${cursor ?? ''}`, publicTtl, ask))
  const { people } = toPeople(data.actors, lens)
  return { people: people.filter(isWanted), held: 0, cursor: data.actors.length > 0 ? data.cursor : undefined }
}

export type Similar = { subject: Person; people: People }

/**
 * People like `actor` (app.bsky.graph.getSuggestedFollowsByActor), and who that is. Upstream gives a handful.
 * @throws AppError 404 when nobody is called so, 403 when the viewer may not see them, others as upstream answers
 */
export async function readSimilar(ctx: WebContext, viewer: Viewer | undefined, actor: string): Promise<Similar> {
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = async () => {
    const [profile, similar] = await Promise.all([
      askUpstream(agent.app.bsky.actor.getProfile({ actor })),
      askUpstream(agent.app.bsky.graph.getSuggestedFollowsByActor({ actor })),
    ])
    return { profile: profile.data, suggestions: similar.data.suggestions }
  }
  const data = await (viewer ? ask() : ctx.memory.recall(`similar ${actor}`, publicTtl, ask))
  const subject = toPerson(data.profile, lens)
  if (!subject) throw new AppError(403, 'The person behind this account shows it to signed-in people only.')
  const { people } = toPeople(data.suggestions, lens)
  const wanted = people.filter((person) => isWanted(person) && person.actor.did !== data.profile.did)
  return { subject, people: { people: wanted, held: 0 } }
}

/** Nobody asked for them by name, so whoever is filtered, blocked or muted is left out. */
function isWanted({ isFiltered, rift, isSelf }: Person): boolean {
  return !isFiltered && rift === undefined && !isSelf
}
