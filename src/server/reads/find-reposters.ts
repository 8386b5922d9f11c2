// Who reposted what is in a feed, as far as a reader may see them.
import type { Actor } from '#types/actor.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPerson } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { accountsAtOnce } from './find-accounts.ts'
import { openLens } from './open-lens.ts'
import { isUnanswered } from './recall-kept.ts'

/** How long an answer is good, in ms. */
const ttl = 60_000

/**
 * People by DID (app.bsky.actor.getProfiles). Whoever is gone, hidden, or only for people who are signed in is absent:
 * what they repost is left out. While the AppView does not answer, everybody is.
 * @throws AppError 401 when the viewer's upstream session is gone
 */
export async function findReposters(
  ctx: WebContext,
  viewer: Viewer | undefined,
  dids: string[],
): Promise<Map<string, Actor>> {
  const wanted = [...new Set(dids)].sort()
  if (wanted.length === 0) return new Map()
  const { agent, lens } = await openLens(ctx, viewer)
  const parts = Array.from({ length: Math.ceil(wanted.length / accountsAtOnce) }, (_, at) =>
    wanted.slice(at * accountsAtOnce, (at + 1) * accountsAtOnce),
  )
  const answers = await Promise.all(
    parts.map(async (actors) => {
      const key = `profiles ${viewer?.did ?? ''} ${actors.join(' ')}`
      const ask = () => askUpstream(agent.app.bsky.actor.getProfiles({ actors }))
      try {
        return (await ctx.memory.recall(key, ttl, ask)).data.profiles
      } catch (error) {
        if (isUnanswered(error)) return []
        throw error
      }
    }),
  )
  const people = answers.flat().flatMap((view) => toPerson(view, lens) ?? [])
  return new Map(people.flatMap(({ actor, isFiltered }) => (isFiltered ? [] : [[actor.did, actor] as const])))
}
