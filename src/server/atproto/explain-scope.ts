// What a server means when a sign-in does not reach as far as what was asked for.
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'

/** Waits for `question`. @throws AppError 403 where the server refuses for the kind of sign-in, else what it threw */
export async function explainScope<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question
  } catch (cause) {
    const isScope =
      cause instanceof XRPCError &&
      /scope|permission|app password|insufficient/i.test(`${cause.error} ${cause.message}`)
    if (!isScope) throw cause
    const sentence =
      'Your server does not let this sign-in change your handle. Change it in the account settings of your server, or in the Bluesky app: this box follows by itself.'
    throw new AppError(403, sentence, { cause })
  }
}
