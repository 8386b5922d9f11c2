// How many posts may wait for what is still to come: a feed of everything that is liked would keep the whole network.
import type { MayWait } from './wanted-posts.ts'

/** Posts an hour that may wait for a feed, and how many at once. */
const pace = { hourly: 600, burst: 200 }
const hour = 3600_000

/** Makes the doorkeeper: a bucket a feed that fills up with time. */
export function createWaitingRoom(now: () => number): MayWait {
  const buckets = new Map<number, { left: number; at: number }>()
  return (feedId) => {
    const bucket = buckets.get(feedId) ?? { left: pace.burst, at: now() }
    const left = Math.min(pace.burst, bucket.left + ((now() - bucket.at) / hour) * pace.hourly)
    buckets.set(feedId, { left: left >= 1 ? left - 1 : left, at: now() })
    return left >= 1
  }
}
