// What a thread's address asks for.
import type { ThreadShape } from '#types/thread.ts'
import type { ReplyOrder } from '../atproto/lens.ts'

const replyLimits = { least: 40, most: 640 }

/** What is undefined is the person's own choice. `larger` is the limit that shows more replies, where there is one. */
export type ThreadView = {
  order: ReplyOrder | undefined
  shape: ThreadShape | undefined
  /** Whether the author's own thread is wanted alone, to be read from top to bottom. */
  isArticle: boolean
  /** Whether replies that upstream holds back are wanted. */
  hasHidden: boolean
  limit: number
  larger: number | undefined
}

/** Reads `sort`, `view`, `hidden`, and how many `replies` at most (40 unless told, up to 640). */
export function parseThreadView(query: URLSearchParams): ThreadView {
  const { least, most } = replyLimits
  const [sort, view] = [query.get('sort'), query.get('view')]
  const wanted = Math.trunc(Number(query.get('replies')))
  const limit = wanted > least ? Math.min(wanted, most) : least
  return {
    order: sort === 'oldest' || sort === 'newest' || sort === 'top' ? sort : undefined,
    shape: view === 'tree' || view === 'linear' ? view : undefined,
    isArticle: view === 'article',
    hasHidden: query.has('hidden'),
    limit,
    larger: limit < most ? Math.min(limit * 2, most) : undefined,
  }
}
