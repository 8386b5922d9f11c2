// Counts in memory how often feeds are asked for; written down every few seconds, not while somebody waits.
import type { MainDatabase } from '#db/client.ts'
import { addFeedRequests, type FeedRequests } from '#db/queries/feed-requests.ts'

export type RequestCounts = {
  /** Counts a request for a feed. */
  note(feedId: number): void
  /** Writes down what was counted since. What cannot be written is kept for the next time. */
  write(): Promise<void>
}

/** `2026-11-21`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function createRequestCounts({ main, now }: { main: MainDatabase; now: () => number }): RequestCounts {
  let counted = new Map<string, FeedRequests>()

  function add(one: FeedRequests): void {
    const key = `${one.feedId} ${one.day}`
    const known = counted.get(key)
    if (known) {
      known.requests += one.requests
      known.lastRequestAt = Math.max(known.lastRequestAt, one.lastRequestAt)
    } else counted.set(key, one)
  }

  return {
    note: (feedId) => add({ feedId, day: dayOf(now()), requests: 1, lastRequestAt: now() }),
    async write() {
      const writing = counted
      counted = new Map()
      try {
        await addFeedRequests(main, [...writing.values()])
      } catch (error) {
        for (const one of writing.values()) add(one)
        throw error
      }
    },
  }
}
