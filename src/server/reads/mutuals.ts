// People who follow somebody and whom that somebody follows. No AppView lists them, so they are looked for, in bounds.
import type { PeoplePage } from '#types/people-page.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople, toPerson } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** How many of those they follow are looked at in one question: three times what app.bsky.graph.getRelationships takes. */
const step = 90
const relationsAtOnce = 30
/** A page asks on until it has this many people … */
const enough = 30
/** … or has asked this often: at most 270 accounts, three questions one after the other and three side by side after each. */
const maxSteps = 3
/** How long a public page of mutuals is good, in ms: it costs more than others. */
const publicTtl = 5 * 60_000

/** Why a page about somebody is refused where nothing of them may be shown. */
export const notShown = 'The person behind this account, or a moderation service, asks not to show it here.'

type Agent = Awaited<ReturnType<typeof openLens>>['agent']
type Found = { subject: unknown; views: Followed[]; checked: number; cursor: string | undefined }
type Followed = { did: string; viewer?: { followedBy?: string } }

/**
 * One page of mutuals of `actor`, in the order in which they follow them (app.bsky.graph.getFollows). Who follows back
 * the viewer, the same answer says; for others it is asked (app.bsky.graph.getRelationships).
 * @throws AppError as upstream answers; 403 when the viewer may not see whom it is about
 */
export async function readMutuals(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, cursor }: { actor: string; cursor: string | undefined },
): Promise<PeoplePage> {
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = () => findMutuals(agent, actor, cursor, viewer?.did)
  const found = await (viewer ? ask() : ctx.memory.recall(`mutuals ${actor} ${cursor ?? ''}`, publicTtl, ask))
  const subject = toPerson(found.subject, lens)
  if (!subject) throw new AppError(403, notShown)
  return { subject, people: { ...toPeople(found.views, lens), cursor: found.cursor }, checked: found.checked }
}

/** Looks through those whom `actor` follows, from `start` on, until there are enough or it has asked often. */
export async function findMutuals(
  agent: Agent,
  actor: string,
  start: string | undefined,
  viewerDid: string | undefined,
) {
  const found: Found = { subject: undefined, views: [], checked: 0, cursor: start }
  for (let steps = 0; steps < maxSteps && found.views.length < enough; steps += 1) {
    const params = { actor, limit: step, cursor: found.cursor }
    const { data } = await askUpstream(agent.app.bsky.graph.getFollows(params))
    const isOwn = data.subject.did === viewerDid
    const followers = isOwn ? undefined : await findFollowers(agent, data.subject.did, data.follows)
    found.subject = data.subject
    found.checked += data.follows.length
    found.views.push(
      ...data.follows.filter(({ did, viewer }) => (followers ? followers.has(did) : Boolean(viewer?.followedBy))),
    )
    found.cursor = data.follows.length > 0 ? data.cursor : undefined
    if (!found.cursor) break
  }
  return found
}

/** Those of `people` who follow `actor`, a DID. */
async function findFollowers(agent: Agent, actor: string, people: Followed[]): Promise<Set<string>> {
  const chunks = Array.from({ length: Math.ceil(people.length / relationsAtOnce) }, (_, at) =>
    people.slice(at * relationsAtOnce, (at + 1) * relationsAtOnce).map(({ did }) => did),
  )
  const answers = await Promise.all(
    chunks.map((others) => askUpstream(agent.app.bsky.graph.getRelationships({ actor, others }))),
  )
  const relations = answers.flatMap(({ data }) => data.relationships) as { did?: string; followedBy?: string }[]
  return new Set(relations.flatMap(({ did, followedBy }) => (did && followedBy ? [did] : [])))
}
