// Whether somebody has posted just this a moment ago: whoever goes back in their browser finds the form full again.
import { isDeepStrictEqual } from 'node:util'
import { listPostedDrafts } from '#db/queries/drafts.ts'
import type { Composition } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findRecords } from '../atproto/write-records.ts'
import type { WebContext } from '../context.ts'
import { toComposition } from '../writes/keep-draft.ts'

/** What was posted longer ago (ms) may be said again. */
const window = 10 * 60_000

/** Whether another draft of theirs that says the same was posted lately, and is still there. @throws AppError */
export async function hasPostedTwin(ctx: WebContext, viewer: Viewer, written: Composition): Promise<boolean> {
  const rows = await listPostedDrafts(ctx.main, viewer.userId, ctx.now() - window)
  const others = rows.flatMap((row) => (row.id === written.id ? [] : (toComposition(row) ?? [])))
  const own = sayingOf(written)
  const twin = others.find((other) => isDeepStrictEqual(sayingOf(other), own))
  const rkey = twin?.content.posts[0]?.rkey
  if (rkey === undefined) return false
  const agent = await openAgent(ctx, viewer)
  return (await findRecords(agent, 'app.bsky.feed.post', [rkey])).has(rkey)
}

/** What others would read in it. */
function sayingOf({ reply, content }: Composition): unknown {
  const posts = content.posts.map(({ text, quote, media, card }) => ({
    text: text.trim(),
    quote,
    files: media.map(({ upload }) => upload),
    card: card?.isRemoved ? undefined : card?.url,
  }))
  return { reply, posts }
}
