// A post and the conversation around it.
import type { TombstoneReason } from '#types/post.ts'
import type { Thread } from '#types/thread.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { ReplyOrder } from '../atproto/lens.ts'
import { toThread } from '../atproto/to-thread.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { readOwnPost } from './own-post.ts'

/** How long a public thread is good, in ms. */
const threadTtl = 15_000

export type ThreadRequest = { actor: string; rkey: string; order?: ReplyOrder | undefined; limit: number }

const replyLimits = { least: 40, most: 640 }

/** `larger` is the limit that shows more replies, absent where there is none. */
export type ThreadView = { order: ReplyOrder | undefined; limit: number; larger: number | undefined }

/** What a thread's address asks for: `sort`, and how many `replies` at most (40 unless told, up to 640). */
export function parseThreadView(query: URLSearchParams): ThreadView {
  const { least, most } = replyLimits
  const sort = query.get('sort')
  const wanted = Math.trunc(Number(query.get('replies')))
  const limit = wanted > least ? Math.min(wanted, most) : least
  const larger = limit < most ? Math.min(limit * 2, most) : undefined
  return { order: sort === 'oldest' || sort === 'newest' || sort === 'top' ? sort : undefined, limit, larger }
}

const refusals: Partial<Record<TombstoneReason, { status: number; sentence: string }>> = {
  blocked: { status: 403, sentence: 'You have blocked the person who wrote this.' },
  'blocked-by': { status: 403, sentence: 'The person who wrote this has blocked you.' },
  'signed-in-only': { status: 403, sentence: 'Its author shows posts only to people who are signed in.' },
  broken: { status: 502, sentence: 'It gave no answer that makes sense.' },
}

/**
 * The thread around a post (app.bsky.feed.getPostThread).
 * @throws AppError 404 when the post is gone, 403 when the viewer may not see it, 502
 */
export async function readThread(ctx: WebContext, viewer: Viewer | undefined, request: ThreadRequest) {
  if (!/^[A-Za-z0-9._:~-]{1,512}$/.test(request.rkey)) throw new AppError(404, 'Its address is wrong.')
  const uri = `at://${request.actor}/app.bsky.feed.post/${request.rkey}`
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = async () => {
    const answer = await askUpstream(agent.app.bsky.feed.getPostThread({ uri, depth: 4, parentHeight: 30 }))
    return answer.data.thread
  }
  const view = await (viewer ? ask() : ctx.memory.recall(`thread ${uri}`, threadTtl, ask)).catch((error: unknown) =>
    orOwn(ctx, viewer, uri, error),
  )
  if ('isOwn' in view) return view.thread
  const thread = toThread(view, lens, request)
  if (!('kind' in thread)) return thread
  const { status, sentence } = refusals[thread.reason] ?? { status: 404, sentence: 'It may have been deleted.' }
  throw new AppError(status, sentence)
}

/** The viewer's own post, which the AppView does not have yet, alone. */
async function orOwn(ctx: WebContext, viewer: Viewer | undefined, uri: string, error: unknown) {
  const isOwn = viewer && (uri.startsWith(`at://${viewer.did}/`) || uri.startsWith(`at://${viewer.handle}/`))
  if (!isOwn || !(error instanceof AppError) || error.status !== 404) throw error
  const own = await readOwnPost(ctx, viewer, uri)
  if (!own) throw error
  const thread: Thread = { ...own, hasMoreParents: false, replies: [], held: [], more: 0, order: 'top' }
  return { isOwn: true as const, thread }
}
