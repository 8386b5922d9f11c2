// Who reads personal feeds, noted in memory and written down every few seconds, not while somebody waits.
import type { MainDatabase } from '#db/client.ts'
import { noteFeedReaders } from '#db/queries/feed-readers.ts'

export type FeedReaders = {
  /** Somebody (a DID, proved by their token) has asked for a personal feed. */
  note(did: string): void
  /** Writes down who has. What cannot be written is kept for the next time. */
  write(): Promise<void>
}

/** Whoever was written down lately is not written again. */
const restful = 10 * 60_000
const capacity = 2000

export function createFeedReaders({ main, now }: { main: MainDatabase; now: () => number }): FeedReaders {
  const written = new Map<string, number>()
  let waiting = new Set<string>()

  return {
    note(did) {
      if (waiting.size < capacity && now() - (written.get(did) ?? 0) > restful) waiting.add(did)
    },
    async write() {
      if (waiting.size === 0) return
      const dids = [...waiting]
      waiting = new Set()
      try {
        await noteFeedReaders(main, dids, now())
      } catch (error) {
        waiting = new Set([...dids, ...waiting])
        throw error
      }
      for (const did of dids) {
        written.delete(did)
        written.set(did, now())
      }
      for (const did of [...written.keys()].slice(0, Math.max(0, written.size - capacity))) written.delete(did)
    },
  }
}
