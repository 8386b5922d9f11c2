// Counts of failed attempts, so that passwords cannot be guessed in bulk. In memory, bounded.

export type Throttle = {
  /** Whether `name` has used up its attempts at the moment. */
  isSpent: (name: string, now: number) => boolean
  /** Notes an attempt by `name`. */
  count: (name: string, now: number) => void
  /** Forgets the attempts by `name`: it was right. */
  forgive: (name: string) => void
}

type Options = {
  limit: number
  /** How long attempts count, from the first one on, in ms. */
  window: number
  /** How many names are remembered; the ones counted longest ago are forgotten first. */
  capacity: number
}

/** A fixed-window counter a name. */
export function createThrottle({ limit, window, capacity }: Options): Throttle {
  const counts = new Map<string, { since: number; attempts: number }>()
  const current = (name: string, now: number) => {
    const entry = counts.get(name)
    return entry && now - entry.since < window ? entry : { since: now, attempts: 0 }
  }
  return {
    isSpent: (name, now) => current(name, now).attempts >= limit,
    count(name, now) {
      const { since, attempts } = current(name, now)
      counts.delete(name)
      counts.set(name, { since, attempts: attempts + 1 })
      const [oldest] = counts.keys()
      if (counts.size > capacity && oldest !== undefined) counts.delete(oldest)
    },
    forgive: (name) => void counts.delete(name),
  }
}
