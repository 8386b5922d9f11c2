// What `web` remembers about keys of /api: how often each was used lately, and new ones until they have been shown.
import { AppError } from '../app-error.ts'
import { createRateLimit } from '../http/rate-limit.ts'

export type ApiDesk = {
  /** Counts a request of a key. @returns AppError 429 when there have been too many */
  count(keyId: number): AppError | undefined
  /** Keeps a new key for the next page of a session. */
  leave(sessionId: number, key: string): void
  /** The new key of a session, once, within a few minutes. */
  hand(sessionId: number): string | undefined
}

const keptFor = 5 * 60_000

/** @param limit requests a minute of each key; 0 for no limit */
export function createApiDesk({ limit, now }: { limit: number; now: () => number }): ApiDesk {
  const rate = createRateLimit({ person: limit, address: 0, now })
  const fresh = new Map<number, { key: string; at: number }>()
  return {
    count(keyId) {
      const refusal = rate.take({ did: String(keyId), address: '' })
      const sentence = `A key has ${limit} requests a minute here, and this one has used them. Nothing was lost.`
      return refusal && new AppError(429, sentence, refusal.retryAfter ? { retryAfter: refusal.retryAfter } : {})
    },
    leave(sessionId, key) {
      for (const [other, { at }] of fresh) if (at <= now() - keptFor) fresh.delete(other)
      fresh.set(sessionId, { key, at: now() })
    },
    hand(sessionId) {
      const left = fresh.get(sessionId)
      fresh.delete(sessionId)
      return left && left.at > now() - keptFor ? left.key : undefined
    },
  }
}
