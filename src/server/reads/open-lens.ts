// Everything a read needs to ask on behalf of somebody and to show them the answer.
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { fetchModeration, type Moderation, publicModeration } from '../atproto/find-moderation.ts'
import type { Lens } from '../atproto/lens.ts'
import { openAgent, openPublicAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { readBoxPreferences } from './box-preferences.ts'

/** How long a person's preferences are remembered, in ms; while they read, no page waits for them a second time. */
const preferences = { ttl: 5 * 60_000, refreshAfter: 60_000 }

export type Agent = Awaited<ReturnType<typeof openAgent>>
/** Sends what a page will ask; `guess` is what its reader had chosen when they were last here, if that is known. */
export type Ahead = (agent: Agent, guess: Lens) => Promise<unknown> | undefined

/**
 * The agent that speaks for `viewer`, with their labelers in its header, and the lens they read through.
 * @param ahead is called when the preferences are not at hand: upstream answers both at once. What it asks is asked
 * again by the page in the same words, and is not sent a second time (Reading.asked)
 * @throws AppError 401 when their upstream session is gone, 502 when their server does not answer
 */
export async function openLens(ctx: WebContext, viewer: Viewer | undefined, ahead?: Ahead) {
  if (!viewer) {
    const lens: Lens = {
      viewerDid: undefined,
      ...publicModeration(),
      acts: { recall: () => undefined },
      cleansLinks: true,
    }
    return { agent: openPublicAgent(ctx), lens }
  }
  const { did } = viewer
  const [agent, look] = await Promise.all([openAgent(ctx, viewer), readBoxPreferences(ctx, viewer)])
  const key = `moderation ${did}`
  const toLens = (moderation: Moderation): Lens => ({
    viewerDid: did,
    ...moderation,
    hidesCounts: look.hidesCounts,
    cleansLinks: look.cleansLinks,
    reads: look.reads.length > 0 ? look.reads.join(', ') : undefined,
    acts: { recall: (kind, subject) => ctx.acts.recall(did, kind, subject) },
  })
  if (ahead && !ctx.memory.knows(key)) {
    const last = ctx.memory.lastOf<Moderation>(key) ?? publicModeration()
    // Labels are part of an answer: most people have the labelers of last time, or Bluesky's alone.
    if (agent.labelers.length === 0) agent.configureLabelers(labelersOf(last))
    ahead(agent, toLens(last))?.catch(() => undefined)
  }
  const moderation = await ctx.memory.recallAhead(key, preferences, () => askUpstream(fetchModeration(agent, did)))
  agent.configureLabelers(labelersOf(moderation))
  return { agent, lens: toLens(moderation) }
}

function labelersOf({ moderation }: Moderation): string[] {
  return moderation.prefs.labelers.map((labeler) => labeler.did)
}
