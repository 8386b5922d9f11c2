// One question to the person's server or the AppView, and its failures in words a person understands.
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'

const notOffered = { status: 501, sentence: 'The server that this box asks does not offer this.' }
const sentences: Record<string, { status: number; sentence: string }> = {
  AccountTakedown: { status: 410, sentence: 'This account has been taken down.' },
  AccountDeactivated: { status: 410, sentence: 'This account is deactivated.' },
  BlockedActor: { status: 403, sentence: 'You have blocked this account.' },
  BlockedByActor: { status: 403, sentence: 'This account has blocked you.' },
  NotFound: { status: 404, sentence: 'The post may have been deleted, or its address may be wrong.' },
  ExpiredToken: { status: 401, sentence: 'Your server wants you to sign in again.' },
  InvalidToken: { status: 401, sentence: 'Your server wants you to sign in again.' },
  MethodNotImplemented: notOffered,
  XRPCNotSupported: notOffered,
}

/**
 * Waits for `question`, an XRPC call.
 * @throws AppError 404, 403, 410, 401, 429, 400, 501 as upstream says, 502 when it fails or does not answer
 */
export async function askUpstream<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question
  } catch (cause) {
    throw toAppError(cause)
  }
}

function toAppError(cause: unknown): unknown {
  if (cause instanceof Error && cause.name === 'AppError') return cause
  if (!(cause instanceof XRPCError)) return new AppError(502, 'It gave no answer that makes sense.', { cause })
  const known = sentences[cause.error]
  if (known) return new AppError(known.status, known.sentence, { cause })
  const status: number = cause.status
  if (status === 400 && /not found|could not (find|locate)|unable to resolve/i.test(cause.message)) {
    return new AppError(404, 'The handle may have changed. Handles do that; the person behind one does not.', { cause })
  }
  if (status === 401) return new AppError(401, 'Your server wants you to sign in again.', { cause })
  if (status === 403) return new AppError(403, `Your server said: ${cause.message}`, { cause })
  if (status === 429) return new AppError(429, 'Your server asks for a pause. Nothing was lost.', { cause })
  if (status >= 400 && status < 500) return new AppError(400, `Your server said: ${cause.message}`, { cause })
  return new AppError(502, 'It may be back in a minute. What lives on this box still works.', { cause })
}
