// A map that forgets what was not used for long.

/**
 * Like `Map`, with at most `limit` entries; reading counts as use. Entries live in two halves: when the newer one is full,
 * what was not used since the last time is forgotten at once, so that a look-up moves nothing.
 */
export function createRecentMap<Key, Value>(limit: number) {
  const half = Math.max(1, Math.floor(limit / 2))
  let newer = new Map<Key, Value>()
  let older = new Map<Key, Value>()

  function set(key: Key, value: Value): void {
    newer.set(key, value)
    older.delete(key)
    if (newer.size < half) return
    older = newer
    newer = new Map()
  }

  return {
    get(key: Key): Value | undefined {
      const value = newer.get(key)
      if (value !== undefined) return value
      const before = older.get(key)
      if (before !== undefined) set(key, before)
      return before
    },
    set,
    delete: (key: Key): boolean => newer.delete(key) || older.delete(key),
    clear(): void {
      newer.clear()
      older.clear()
    },
    get size() {
      return newer.size + older.size
    },
  }
}
