// What a server means when a sign-in does not reach as far as what was asked for.
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'

/** Whether `error`, of askUpstream, says that a server refuses for the kind of sign-in. */
export function isBeyondScope(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error
  return (
    cause instanceof XRPCError && /scope|permission|app password|insufficient/i.test(`${cause.error} ${cause.message}`)
  )
}

/** 403: what somebody can do whose server gives no other software their handle. */
export function unreachedHandle(cause?: unknown): AppError {
  const sentence =
    'Your server does not let other software change your handle. Change it in the account settings of your server, or in the Bluesky app: this box follows by itself.'
  return new AppError(403, sentence, { cause })
}
