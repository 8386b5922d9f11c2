// How a feed fares: who asks for it, and when its last post came.
import { listFeedItems } from '#db/queries/feed-items.ts'
import { listFeedRequests } from '#db/queries/feed-requests.ts'
import type { FeedStatus } from '#types/feed-status.ts'
import type { WebContext } from '../context.ts'

const day = 86_400_000
/** The days that the average is made of, today left out: it is not over. */
const days = 7
/** The days that are looked at for the last request. */
const lookBack = 90

export async function readFeedStatus(ctx: WebContext, feedId: number): Promise<FeedStatus> {
  const now = ctx.now()
  const dayOf = (ago: number) => new Date(now - ago * day).toISOString().slice(0, 10)
  const [requests, [newest]] = await Promise.all([
    listFeedRequests(ctx.main, feedId, dayOf(lookBack)),
    listFeedItems(ctx.index, feedId, { cursor: undefined, limit: 1 }),
  ])
  const today = dayOf(0)
  const week = requests.filter((row) => row.day !== today && row.day >= dayOf(days))
  const last = Math.max(0, ...requests.map(({ lastRequestAt }) => lastRequestAt))
  return {
    lastRequestAt: last > 0 ? new Date(last).toISOString() : undefined,
    today: requests.find((row) => row.day === today)?.requests ?? 0,
    perDay: Math.round(week.reduce((sum, row) => sum + row.requests, 0) / days),
    lastPostAt: newest && new Date(Math.min(newest.sortKey, now)).toISOString(),
  }
}
