// A post and the conversation around it.
import type { TombstoneReason } from '#types/post.ts'
import type { Thread, ThreadShape } from '#types/thread.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askOtherReplies, askThread } from '../atproto/ask-thread.ts'
import type { ReplyOrder } from '../atproto/lens.ts'
import { toThread } from '../atproto/to-thread.ts'
import type { WebContext } from '../context.ts'
import { type Agent, openLens } from './open-lens.ts'
import { readOwnPost } from './own-post.ts'
import type { ThreadView } from './thread-view.ts'

/** How long a public thread is good, in ms. */
const threadTtl = 15_000

export type PostAddress = { actor: string; rkey: string }
export type ThreadRequest = PostAddress &
  Pick<ThreadView, 'limit'> &
  Partial<Pick<ThreadView, 'order' | 'shape' | 'hasHidden'>>

/** Levels of replies on one page, and answers to each reply; what is deeper is behind a link. */
const extents: Record<ThreadShape, { below: number; branching: number }> = {
  tree: { below: 3, branching: 6 },
  linear: { below: 8, branching: 1 },
}

const refusals: Partial<Record<TombstoneReason, { status: number; sentence: string }>> = {
  blocked: { status: 403, sentence: 'You have blocked the person who wrote this.' },
  'blocked-by': { status: 403, sentence: 'The person who wrote this has blocked you.' },
  'signed-in-only': { status: 403, sentence: 'Its author shows posts only to people who are signed in.' },
  broken: { status: 502, sentence: 'It gave no answer that makes sense.' },
  unknown: { status: 502, sentence: 'It is of a kind that SkyPanel does not know.' },
}

/** The AT URI of the post at an address. Throws AppError 404 for what cannot be one. */
export function toPostUri({ actor, rkey }: PostAddress): string {
  if (!/^[A-Za-z0-9._:~-]{1,512}$/.test(rkey)) throw new AppError(404, 'Its address is wrong.')
  return `at://${actor}/app.bsky.feed.post/${rkey}`
}

/** The error that a post is answered with when a tombstone stands in its place. */
export function refusePost(reason: TombstoneReason): AppError {
  const { status, sentence } = refusals[reason] ?? { status: 404, sentence: 'It may have been deleted.' }
  return new AppError(status, sentence)
}

/**
 * The thread around a post (app.bsky.unspecced.getPostThreadV2; held-back replies, if asked for, at the same time).
 * @throws AppError 404 when the post is gone, 403 when the viewer may not see it, 502
 */
export async function readThread(ctx: WebContext, viewer: Viewer | undefined, request: ThreadRequest): Promise<Thread> {
  const uri = toPostUri(request)
  const askAs = (own: Agent, order: ReplyOrder, shape: ThreadShape) =>
    askThread(ctx, own, { uri, order, ...extents[shape] })
  const { agent, lens } = await openLens(ctx, viewer, (own, guess) =>
    askAs(own, request.order ?? guess.replyOrder, request.shape ?? guess.threadShape),
  )
  const { order = lens.replyOrder, shape = lens.threadShape, limit } = request
  const ask = () => askAs(agent, order, shape)
  const askOther = () => askOtherReplies(agent, uri)
  const share = <Answer>(name: string, load: () => Promise<Answer>) =>
    viewer ? load() : ctx.memory.recall(`${name} ${uri}`, threadTtl, load)
  const [answer, other] = await Promise.all([
    share(`thread ${order} ${shape}`, ask).catch(orNotFound),
    request.hasHidden ? share('hidden replies', askOther) : undefined,
  ])
  const thread = answer instanceof AppError ? undefined : toThread(answer, lens, { order, shape, limit, other })
  if (thread && !('kind' in thread)) return thread
  const reason = thread?.reason ?? 'not-found'
  const own = viewer && reason === 'not-found' ? await readOwn(ctx, viewer, uri) : undefined
  if (!own) throw answer instanceof AppError ? answer : refusePost(reason)
  return { ...own, isStory: false, replies: [], held: [], hasOther: false, more: 0, order, shape }
}

/** That upstream does not have the post is an answer; every other error is thrown again. */
function orNotFound(error: unknown): AppError {
  if (error instanceof AppError && error.status === 404) return error
  throw error
}

/** The viewer's own post, which the AppView does not have yet, alone. */
async function readOwn(ctx: WebContext, viewer: Viewer, uri: string) {
  const isOwn = uri.startsWith(`at://${viewer.did}/`) || uri.startsWith(`at://${viewer.handle}/`)
  return isOwn ? readOwnPost(ctx, viewer, uri) : undefined
}
