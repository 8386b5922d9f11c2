// What `web` remembers for administrators: links of invitations until they have been shown, guesses of the setup code.
import { createThrottle, type Throttle } from '../auth/throttle.ts'

export type AdminDesk = {
  /** By network address. */
  setupAttempts: Throttle
  /** Keeps the link of a new invitation for the next page of a session. */
  leave(sessionId: number, link: string): void
  /** The link that was left for a session, once, within a few minutes. */
  hand(sessionId: number): string | undefined
}

const keptFor = 5 * 60_000

export function createAdminDesk(now: () => number): AdminDesk {
  const fresh = new Map<number, { link: string; at: number }>()
  return {
    setupAttempts: createThrottle({ limit: 10, window: 15 * 60_000, capacity: 10_000 }),
    leave(sessionId, link) {
      for (const [other, { at }] of fresh) if (at <= now() - keptFor) fresh.delete(other)
      fresh.set(sessionId, { link, at: now() })
    },
    hand(sessionId) {
      const left = fresh.get(sessionId)
      fresh.delete(sessionId)
      return left && left.at > now() - keptFor ? left.link : undefined
    },
  }
}
