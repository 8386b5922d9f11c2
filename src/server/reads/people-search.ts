// People found by name, handle or what they say of themselves.
import type { People } from '#types/person.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 30
const fewest = 8
/** How long an answer to somebody signed out is good, in ms. */
const publicTtl = 60_000

/**
 * One page of people (app.bsky.actor.searchActors). Whom the viewer blocks or mutes is found by their whole handle.
 * @throws AppError as upstream answers
 */
export async function searchPeople(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { q, cursor }: { q: string; cursor: string | undefined },
): Promise<People> {
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = async () => (await askUpstream(agent.app.bsky.actor.searchActors({ q, limit, cursor }))).data
  const data = await (viewer ? ask() : ctx.memory.recall(`people ${cursor ?? ''} ${q}`, publicTtl, ask))
  const { people, held } = toPeople(data.actors, lens)
  const isEmpty = people.length + held === 0
  return { people: keepWanted(people, q), held: 0, cursor: isEmpty ? undefined : data.cursor }
}

/**
 * A few people whose name begins so (app.bsky.actor.searchActorsTypeahead); nobody for nothing.
 * @throws AppError as upstream answers
 */
export async function suggestPeople(ctx: WebContext, viewer: Viewer | undefined, typed: string): Promise<People> {
  const q = typed.trim().replace(/^@/, '').slice(0, 100)
  if (q === '') return { people: [], held: 0 }
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = async () => (await askUpstream(agent.app.bsky.actor.searchActorsTypeahead({ q, limit: fewest }))).data
  const data = await ctx.memory.recall(`typed ${viewer?.did ?? ''} ${q.toLowerCase()}`, publicTtl, ask)
  return { people: keepWanted(toPeople(data.actors, lens).people, q), held: 0 }
}

function keepWanted(people: People['people'], q: string): People['people'] {
  const handle = q.trim().replace(/^@/, '').toLowerCase()
  return people.filter(({ isFiltered, actor }) => !isFiltered || actor.handle.toLowerCase() === handle)
}
