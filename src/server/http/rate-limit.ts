// How many requests a minute: each person, and each address of people who are not signed in.
import { AppError } from '../app-error.ts'

export type RateLimit = {
  /** Counts a request. @returns what to answer instead, when there have been too many */
  take(who: { did: string | undefined; address: string }): AppError | undefined
}

type Options = {
  /** Requests a minute; 0 for no limit. */
  person: number
  address: number
  now: () => number
  /** How many people and addresses are remembered. */
  capacity?: number
}

const minute = 60_000

/**
 * A bucket each, which holds what a minute allows and fills up again all the time. Somebody on this very machine has no
 * address to tell them apart by: a proxy names the address that it saw, and whoever is not behind one is its operator.
 */
export function createRateLimit({ person, address, now, capacity = 20_000 }: Options): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()

  /** The seconds to wait; 0 for none. */
  function draw(name: string, limit: number): number {
    const known = buckets.get(name)
    const gained = known ? ((now() - known.at) / minute) * limit : 0
    const tokens = Math.min(limit, (known?.tokens ?? limit) + gained)
    const isEnough = tokens >= 1
    buckets.delete(name)
    buckets.set(name, { tokens: isEnough ? tokens - 1 : tokens, at: now() })
    const [oldest] = buckets.keys()
    if (buckets.size > capacity && oldest !== undefined) buckets.delete(oldest)
    return isEnough ? 0 : Math.ceil(((1 - tokens) * minute) / limit / 1000)
  }

  return {
    take({ did, address: from }) {
      const limit = did === undefined ? address : person
      if (limit === 0 || (did === undefined && isLoopback(from))) return undefined
      const retryAfter = draw(did ?? from, limit)
      if (retryAfter === 0) return undefined
      const whose = did === undefined ? 'your address has' : 'you have'
      const sentence = `This box allows ${limit} pages a minute, and ${whose} used them. Nothing was lost.`
      return new AppError(429, sentence, { retryAfter })
    },
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
