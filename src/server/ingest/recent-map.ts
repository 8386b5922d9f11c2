// A map that forgets what was not used for longest.

/** Like `Map`, with at most `limit` entries; reading counts as use. */
export function createRecentMap<Key, Value>(limit: number) {
  const entries = new Map<Key, Value>()
  return {
    get(key: Key): Value | undefined {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set(key: Key, value: Value): void {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size > limit) entries.delete(entries.keys().next().value as Key)
    },
    delete: (key: Key) => entries.delete(key),
    clear: () => entries.clear(),
    get size() {
      return entries.size
    },
  }
}
