// The posts of the people somebody follows.
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** Posts asked for; replies in a conversation that is shown already fall away. */
const limit = 50

/**
 * One page of Following (app.bsky.feed.getTimeline), newest first.
 * @throws AppError as upstream answers
 */
export async function readTimeline(ctx: WebContext, viewer: Viewer, cursor: string | undefined): Promise<Timeline> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getTimeline({ limit, cursor }))
  const slices = toSlices(data.feed, lens, {
    context: 'slices',
    isTimeline: true,
    feedView: lens.feedViews.get('home'),
  })
  return { slices, cursor: data.feed.length > 0 ? data.cursor : undefined }
}
