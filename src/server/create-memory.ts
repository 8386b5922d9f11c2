// What `web` remembers for a while: answers that several requests ask for. Bounded, lost at restart.
import type { HitCounts } from './metrics/tallies.ts'
import { noteGap, noteStale, type Reading, type Readings } from './reading.ts'

export type Memory = {
  /** The value under `key` if younger than `ttl` ms, else what `load` gives; callers at the same time share one load. */
  recall<Value>(key: string, ttl: number, load: () => Promise<Value>): Promise<Value>
  /** As `recall`; what is older than `refreshAfter` ms is given too, and loaded anew beside whoever asks. */
  recallAhead<Value>(
    key: string,
    ages: { ttl: number; refreshAfter: number },
    load: () => Promise<Value>,
  ): Promise<Value>
  /** Whether `recall` would give it without waiting. */
  knows(key: string): boolean
  /** What was last given under `key`, however old, where nothing pushed it out. */
  lastOf<Value>(key: string): Value | undefined
  forget(key: string): void
  counts: HitCounts
}

type Options = {
  /** A page of posts as upstream gave it takes some 100 kB, so 300 of them unless told. */
  maxEntries?: number
  /** How long a failure stands before `load` is called again (ms); not at all unless told. */
  failureTtl?: number
  /** Where it is noted that an answer is older than it should be: for everybody who is given it. */
  readings?: Readings
}

type Entry = {
  value: Promise<unknown>
  /** What `value` came to; until then what the one before came to. */
  last: unknown
  isLoaded: boolean
  askedAt: number
  startedAt: number
  expiresAt: number
  reading: Reading | undefined
}

export function createMemory(now: () => number, { maxEntries = 300, failureTtl = 0, readings }: Options = {}): Memory {
  const entries = new Map<string, Entry>()
  const counts: HitCounts = { hits: 0, misses: 0 }

  function recall<Value>(key: string, ttl: number, load: () => Promise<Value>): Promise<Value> {
    const known = entries.get(key)
    if (known && known.expiresAt > now() && isFresh(known)) {
      counts.hits++
      return give<Value>(known)
    }
    counts.misses++
    const { value, reading } = begin(load)
    const times = { askedAt: now(), startedAt: now(), expiresAt: now() + ttl }
    const entry: Entry = { value, last: known?.last, isLoaded: false, ...times, reading }
    entries.delete(key)
    entries.set(key, entry)
    value.then(
      (given) => {
        entry.last = given
        entry.isLoaded = true
        // What stood in for an answer is not the answer.
        if (reading?.staleSince !== undefined && entries.get(key) === entry) entries.delete(key)
      },
      () => undefined,
    )
    value.catch(() => {
      entry.expiresAt = now() + failureTtl
      if (failureTtl === 0 && entries.get(key) === entry) entries.delete(key)
    })
    if (entries.size > maxEntries) makeRoom()
    return give<Value>(entry)
  }

  /** Some pages want nothing that is older than they say. */
  function isFresh({ askedAt }: Entry): boolean {
    const { freshWithin } = readings?.getStore() ?? {}
    return freshWithin === undefined || askedAt + freshWithin > now()
  }

  async function recallAhead<Value>(
    key: string,
    { ttl, refreshAfter }: { ttl: number; refreshAfter: number },
    load: () => Promise<Value>,
  ): Promise<Value> {
    const known = entries.get(key)
    const value = await recall(key, ttl, load)
    if (known && entries.get(key) === known && now() - known.startedAt > refreshAfter) {
      // The next one to ask is not the next one to load.
      known.startedAt = now()
      const replace = (next: Value) => {
        const times = { askedAt: now(), startedAt: now(), expiresAt: now() + ttl }
        const fresh = { value: Promise.resolve(next), last: next, isLoaded: true, ...times, reading: undefined }
        if (entries.get(key) === known) entries.set(key, fresh)
      }
      const asked = readings ? readings.exit(load) : load()
      asked.then(replace, () => undefined)
    }
    return value
  }

  /** A load notes apart what is stale in it, because it may be for several pages. */
  function begin<Value>(load: () => Promise<Value>) {
    const page = readings?.getStore()
    const reading = page && { ...page, staleSince: undefined }
    return { value: reading && readings ? readings.run(reading, load) : load(), reading }
  }

  function give<Value>({ value, reading }: Entry): Promise<Value> {
    const page = readings?.getStore()
    if (!page || !reading) return value as Promise<Value>
    return value.then(
      (given) => {
        if (reading.staleSince !== undefined) noteStale(page, reading.staleSince)
        return given as Value
      },
      (error) => {
        if (reading.gaps?.isThere) noteGap(page)
        throw error
      },
    )
  }

  /** What is old goes; if nothing is, the oldest tenth. */
  function makeRoom(): void {
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now()) entries.delete(key)
    const surplus = entries.size > maxEntries ? maxEntries / 10 : 0
    for (const key of [...entries.keys()].slice(0, surplus)) entries.delete(key)
  }

  return {
    recall,
    recallAhead,
    knows(key) {
      const { isLoaded = false, expiresAt = 0 } = entries.get(key) ?? {}
      return isLoaded && expiresAt > now()
    },
    lastOf: <Value>(key: string) => entries.get(key)?.last as Value | undefined,
    forget: (key) => void entries.delete(key),
    counts,
  }
}
