// Who may reply to a post and quote it, as the form of its author says it.
import type { ReplyRule } from './draft.ts'

export type PostGates = { canReply: ReplyRule; canQuote: boolean }

/** What the form is made with: `canReply` as one text, the same for the same rule. */
export type GatesState = { canReply: string; canQuote: boolean }

/** A form that came back: `isRoot` is what it was made for, `isSome` that only some people were chosen, or none yet. */
export type SentGates = PostGates & { isRoot: boolean; isSome: boolean; was: object }
