// Somebody's own thread as one text.
import type { Story } from '#types/story.ts'
import type { Viewer } from '#types/viewer.ts'
import { askThread } from '../atproto/ask-thread.ts'
import type { ThreadItem } from '../atproto/thread-items.ts'
import { continueStory, pickStory, toStory } from '../atproto/to-story.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { type PostAddress, toPostUri } from './thread.ts'

const storyTtl = 60_000
/** Levels that one question brings, the most there may be, and how many questions a page asks: some 100 posts. */
const below = 20
const maxQuestions = 5

/**
 * The thread of its author that the post at `address` is part of (app.bsky.unspecced.getPostThreadV2), asked for in
 * pieces where it is long. Undefined where the post is not part of one, or may not be shown.
 * @throws AppError as upstream answers
 */
export async function readStory(
  ctx: WebContext,
  viewer: Viewer | undefined,
  address: PostAddress,
): Promise<Story | undefined> {
  const uri = toPostUri(address)
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = async (anchor: string) =>
    (await askThread(ctx, agent, { uri: anchor, below, branching: 1, order: 'oldest' })).items
  const load = async () => {
    const story = pickStory(await ask(uri))
    for (let asked = 1; asked < maxQuestions; asked++) {
      const last = story.at(-1)
      if (!last || last.depth < below * asked || last.moreReplies === 0) break
      const more = continueStory(await ask(last.uri), 0)
      story.push(...more.map((item): ThreadItem => ({ ...item, depth: item.depth + last.depth })))
    }
    return story
  }
  const items = await (viewer ? load() : ctx.memory.recall(`story ${uri}`, storyTtl, load))
  return toStory(items, lens)
}
