// Who follows somebody, whom they follow, and whom of those the viewer knows.
import type { Circle, PeoplePage } from '#types/people-page.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople, toPerson } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { notShown, readMutuals } from './mutuals.ts'
import { openLens } from './open-lens.ts'

const limit = 50
/** How long a public page of people is good, in ms. */
const publicTtl = 60_000

/** Mutuals are found another way: mutuals.ts. */
type Listed = Exclude<Circle, 'mutuals'>
type Agent = Awaited<ReturnType<typeof openLens>>['agent']
type Params = { actor: string; cursor: string | undefined; limit: number }
type Answer = { subject: unknown; people: unknown[]; cursor: string | undefined }

const questions: Record<Listed, (agent: Agent, params: Params) => Promise<Answer>> = {
  followers: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.graph.getFollowers(params))
    return { subject: data.subject, people: data.followers, cursor: data.cursor }
  },
  follows: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.graph.getFollows(params))
    return { subject: data.subject, people: data.follows, cursor: data.cursor }
  },
  'known-followers': async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.graph.getKnownFollowers(params))
    return { subject: data.subject, people: data.followers, cursor: data.cursor }
  },
}

/** The part of an address that names a page of people. Throws AppError 404 for any other. */
export function parseCircle(name: string | undefined): Circle {
  const circles: Circle[] = ['followers', 'follows', 'known-followers', 'mutuals']
  const circle = circles.find((known) => known === name)
  if (!circle) throw new AppError(404, 'There is nothing at this address.')
  return circle
}

/**
 * One page of the people around `actor` (app.bsky.graph.getFollowers, getFollows, getKnownFollowers).
 * @throws AppError as upstream answers; 403 when the viewer may not see whom it is about
 */
export async function readCircle(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, circle, cursor }: { actor: string; circle: Circle; cursor: string | undefined },
): Promise<PeoplePage> {
  if (circle === 'mutuals') return readMutuals(ctx, viewer, { actor, cursor })
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = () => questions[circle](agent, { actor, cursor, limit })
  const answer = await (viewer ? ask() : ctx.memory.recall(`${circle} ${actor} ${cursor ?? ''}`, publicTtl, ask))
  const subject = toPerson(answer.subject, lens)
  if (!subject) throw new AppError(403, notShown)
  const people = toPeople(answer.people, lens)
  const isEmpty = people.people.length + people.held === 0
  return { subject, people: { ...people, cursor: isEmpty ? undefined : answer.cursor } }
}
