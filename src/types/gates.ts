// Who may reply to a post and quote it, as the form of its author says it.
import type { ReplyRule } from './draft.ts'

export type PostGates = { canReply: ReplyRule; canQuote: boolean }
