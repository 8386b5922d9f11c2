// Posts of the last hours to try a feed with: all of them, or so many of each part of the time.
import { setImmediate as breathe } from 'node:timers/promises'
import { findWindowSpan, listWindowPosts } from '#db/queries/window-posts.ts'
import type { WindowCandidate } from '#feeds/preview-draft.ts'
import type { WebContext } from '../context.ts'
import { readCandidate } from '../ingest/read-candidate.ts'

/** How many posts are looked at, at a time, and for how long (ms): a page waits for it. */
const mostLooked = 20_000
const chunk = 1000
const patience = 700

/**
 * `there` is how many came since `since` (ms), of which `posts` were looked at, the newest first. `reach`: how far back (ms)
 * the posts of this box go in all.
 */
export type PreviewWindow = { posts: WindowCandidate[]; since: number; there: number; reach: number }

/** @param hours that are looked back */
export async function readPreviewWindow(ctx: WebContext, hours: number): Promise<PreviewWindow> {
  const end = ctx.now() + patience
  const since = ctx.now() - hours * 3600_000
  const span = await findWindowSpan(ctx.index, since)
  const posts: WindowCandidate[] = []
  if (!span) return { posts, since: ctx.now(), there: 0, reach: 0 }
  const total = span.last - span.first + 1
  // Where there are too many, those in between are left out evenly.
  const stride = Math.max(chunk, Math.ceil(total / (mostLooked / chunk)))
  let passed = 0
  while (passed < total && (passed === 0 || ctx.now() < end)) {
    const before = span.last - passed + 1
    for (const row of await listWindowPosts(ctx.index, { limit: chunk, before, since })) {
      if (row.id <= before - 1 - stride) break
      const { id, indexedAt, likes, reposts, replies, quotes } = row
      posts.push({ ...readCandidate(row.uri, row.did, row), id, indexedAt, likes, reposts, replies, quotes })
    }
    passed += stride
    await breathe()
  }
  const there = stride > chunk ? Math.min(passed, total) : posts.length
  return { posts, since: posts.at(-1)?.indexedAt ?? ctx.now(), there, reach: ctx.now() - span.oldest }
}
