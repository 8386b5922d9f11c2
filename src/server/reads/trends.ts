// What people talk about now, where the AppView knows.
import type { Trend } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askTrends } from '../atproto/ask-trends.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const ttl = 10 * 60_000

/**
 * Trends (app.bsky.unspecced.getTrends, else getTrendingTopics), for everybody the same: nothing when the AppView has
 * none or fails.
 * @throws AppError 401 when the viewer's session is gone
 */
export async function readTrends(ctx: WebContext, viewer: Viewer | undefined): Promise<Trend[]> {
  return ctx.memory.recall('trends', ttl, async () => {
    try {
      const { agent } = await openLens(ctx, viewer)
      return await askTrends(agent)
    } catch (error) {
      if (error instanceof AppError && error.status !== 401) return []
      throw error
    }
  })
}
