// How often drafts are brought to the network while somebody types.

export type DraftSync = {
  /** Runs `act` soon: at once, or a few seconds after the last one with this key. One that waits already does for all. */
  soon(key: string, act: () => Promise<void>): void
}

/** In ms. */
const pause = 4000

export function createDraftSync(now: () => number): DraftSync {
  const nextAt = new Map<string, number>()
  const waiting = new Set<string>()
  return {
    soon(key, act) {
      if (waiting.has(key)) return
      for (const [other, at] of nextAt) if (at <= now()) nextAt.delete(other)
      const at = nextAt.get(key) ?? now()
      waiting.add(key)
      const run = () => {
        waiting.delete(key)
        nextAt.set(key, now() + pause)
        void act()
      }
      setTimeout(run, Math.max(0, at - now())).unref()
    },
  }
}
