// What `web` remembers for a while: answers that several requests ask for. Bounded, lost at restart.

export type Memory = {
  /** The value under `key` if younger than `ttl` ms, else what `load` gives; callers at the same time share one load. */
  recall<Value>(key: string, ttl: number, load: () => Promise<Value>): Promise<Value>
  forget(key: string): void
}

type Options = {
  /** A page of posts as upstream gave it takes some 100 kB, so 300 of them unless told. */
  maxEntries?: number
  /** How long a failure stands before `load` is called again (ms); not at all unless told. */
  failureTtl?: number
}

export function createMemory(now: () => number, { maxEntries = 300, failureTtl = 0 }: Options = {}): Memory {
  const entries = new Map<string, { value: Promise<unknown>; expiresAt: number }>()

  function recall<Value>(key: string, ttl: number, load: () => Promise<Value>): Promise<Value> {
    const known = entries.get(key)
    if (known && known.expiresAt > now()) return known.value as Promise<Value>
    const value = load()
    const entry = { value, expiresAt: now() + ttl }
    entries.delete(key)
    entries.set(key, entry)
    value.catch(() => {
      entry.expiresAt = now() + failureTtl
      if (failureTtl === 0 && entries.get(key) === entry) entries.delete(key)
    })
    if (entries.size > maxEntries) makeRoom()
    return value
  }

  /** What is old goes; if nothing is, the oldest tenth. */
  function makeRoom(): void {
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now()) entries.delete(key)
    const surplus = entries.size > maxEntries ? maxEntries / 10 : 0
    for (const key of [...entries.keys()].slice(0, surplus)) entries.delete(key)
  }

  return { recall, forget: (key) => void entries.delete(key) }
}
