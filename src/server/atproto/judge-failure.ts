// What a question's failure means: an answer that is no, or no answer at all.
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'

export type Failure =
  /** Upstream has answered: 400, 401, 403, 404, 501. */
  | { kind: 'answer' }
  /** It did not answer, or not with what was asked for. `blamesHost` unless it may be about this one thing only. */
  | { kind: 'none'; mayTryAgain: boolean; blamesHost: boolean }
  /** It wants to be left alone for `pause` ms. */
  | { kind: 'pause'; pause: number }

const usualPause = 5000
const longestPause = 5 * 60_000
const passing = new Set([502, 503, 504])

export function judgeFailure(error: unknown, now: number): Failure {
  if (error instanceof AppError) {
    const isAnswer = error.status !== 424 && error.status < 500
    return isAnswer ? { kind: 'answer' } : { kind: 'none', mayTryAgain: false, blamesHost: false }
  }
  if (!(error instanceof XRPCError)) return { kind: 'none', mayTryAgain: true, blamesHost: true }
  if (error.status === 429) return { kind: 'pause', pause: readRetryAfter(error.headers, now) }
  // JSON of another shape than the lexicon's: one malformed view, or nonsense altogether.
  if ('validationError' in error) return { kind: 'none', mayTryAgain: true, blamesHost: false }
  const status: number = error.status
  // A query that somebody made up may be all that it fails at.
  if (status === 500) return { kind: 'none', mayTryAgain: true, blamesHost: false }
  // 1: no connection; 2: a body that is no JSON.
  if (status < 100 || passing.has(status)) return { kind: 'none', mayTryAgain: true, blamesHost: true }
  return { kind: 'answer' }
}

/** Retry-After in ms (RFC 9110 §10.2.3, seconds or a date), or the RateLimit-Reset that a PDS sends (epoch seconds). */
export function readRetryAfter(headers: Record<string, string | undefined> | undefined, now: number): number {
  const { 'retry-after': after, 'ratelimit-reset': reset } = headers ?? {}
  const wait =
    after !== undefined && /^\d{1,9}$/.test(after.trim())
      ? Number(after) * 1000
      : after !== undefined
        ? Date.parse(after) - now
        : Number(reset) * 1000 - now
  return Number.isFinite(wait) ? Math.min(longestPause, Math.max(0, wait)) : usualPause
}
