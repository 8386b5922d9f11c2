// Posts with a hashtag, newest first.
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const limit = 30

/** A hashtag without its #, as an address holds it. Throws AppError 404 for what cannot be one. */
export function parseTag(tag: string | undefined): string {
  const bare = (tag ?? '').replace(/^#/, '').trim()
  if (bare === '' || bare.length > 640 || /\s/.test(bare)) throw new AppError(404, 'That is no hashtag.')
  return bare
}

/**
 * One page of posts with `tag` (app.bsky.feed.searchPosts).
 * @throws AppError as upstream answers; Bluesky's own public AppView answers people who are signed in only
 */
export async function readHashtag(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { tag, cursor }: { tag: string; cursor: string | undefined },
): Promise<Timeline> {
  const { agent, lens } = await openLens(ctx, viewer)
  const params = { q: `#${tag}`, tag: [tag], sort: 'latest', limit, cursor }
  const question = askUpstream(agent.app.bsky.feed.searchPosts(params))
  const { data } = await question.catch((error: unknown) => {
    if (viewer || !(error instanceof AppError) || (error.status !== 403 && error.status !== 401)) throw error
    throw new AppError(403, 'Searching is for people who are signed in.', { cause: error })
  })
  const items = data.posts.map((post) => ({ post }))
  return {
    slices: toSlices(items, lens, { context: 'line' }),
    cursor: data.posts.length > 0 ? data.cursor : undefined,
  }
}
