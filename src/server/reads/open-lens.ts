// Everything a read needs to ask on behalf of somebody and to show them the answer.
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { fetchModeration, publicModeration } from '../atproto/find-moderation.ts'
import type { Lens } from '../atproto/lens.ts'
import { openAgent, openPublicAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { readBoxPreferences } from './box-preferences.ts'

/** How long a person's preferences are remembered, in ms; while they read, no page waits for them a second time. */
const preferences = { ttl: 5 * 60_000, refreshAfter: 60_000 }

/**
 * The agent that speaks for `viewer`, with their labelers in its header, and the lens they read through.
 * @throws AppError 401 when their upstream session is gone, 502 when their server does not answer
 */
export async function openLens(ctx: WebContext, viewer: Viewer | undefined) {
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
  const agent = await openAgent(ctx, viewer)
  const moderation = await ctx.memory.recallAhead(`moderation ${did}`, preferences, () =>
    askUpstream(fetchModeration(agent, did)),
  )
  const { hidesCounts, cleansLinks, reads } = await readBoxPreferences(ctx, viewer)
  agent.configureLabelers(moderation.moderation.prefs.labelers.map((labeler) => labeler.did))
  const lens: Lens = {
    viewerDid: did,
    ...moderation,
    hidesCounts,
    cleansLinks,
    reads: reads.length > 0 ? reads.join(', ') : undefined,
    acts: { recall: (kind, subject) => ctx.acts.recall(did, kind, subject) },
  }
  return { agent, lens }
}
