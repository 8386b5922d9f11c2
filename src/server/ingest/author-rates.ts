// How much the authors of the posts at hand post, in memory: the matcher asks at once.
import type { IndexDatabase } from '#db/client.ts'
import { listAuthorStats } from '#db/queries/author-stats.ts'
import { createRecentMap } from './recent-map.ts'

/** How many authors are remembered, and for how long (ms) what is known of them is good enough. */
const bounds = { authors: 20_000, age: 10 * 60_000 }

export type AuthorRates = ReturnType<typeof createAuthorRates>

/** Makes the memory. `isNeeded`: whether any feed asks. */
export function createAuthorRates(db: IndexDatabase, now: () => number) {
  const rates = createRecentMap<string, { rate: number; at: number }>(bounds.authors)
  let isNeeded = false
  return {
    setNeeded(value: boolean): void {
      isNeeded = value
    },
    /** Brings what is known of `dids` into memory, in one look-up. */
    async load(dids: Iterable<string>): Promise<void> {
      if (!isNeeded) return
      const missing = [...new Set(dids)].filter((did) => now() - (rates.get(did)?.at ?? 0) > bounds.age)
      if (missing.length === 0) return
      const found = new Map((await listAuthorStats(db, missing)).map((row) => [row.did, row.avgPostsPerDay]))
      for (const did of missing) rates.set(did, { rate: found.get(did) ?? 0, at: now() })
    },
    rateOf: (did: string): number | undefined => rates.get(did)?.rate,
  }
}
