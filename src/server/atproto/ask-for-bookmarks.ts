// Bookmarks came late to the network: an AppView may not have them.
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'

/** Waits for a call of app.bsky.bookmark.*. @throws AppError 501 when the AppView has no bookmarks, else as askUpstream */
export function askForBookmarks<Answer>(question: Promise<Answer>): Promise<Answer> {
  return askUpstream(
    question.catch((cause: unknown) => {
      const isUnknown = cause instanceof XRPCError && (cause.status === 501 || cause.status === 404)
      throw isUnknown ? new AppError(501, 'Your server’s AppView does not offer bookmarks.', { cause }) : cause
    }),
  )
}
