// The page to write on.
import type { Composition, DraftProblem, DraftSummary } from './draft.ts'
import type { Post, Tombstone } from './post.ts'
import type { Upload } from './upload.ts'

export type Composer = {
  composition: Composition
  /** Shows that the form was made for this person. */
  seal: string
  /** What is answered. */
  reply?: Post | Tombstone | undefined
  /** What is quoted, by URI. */
  quotes: Map<string, Post | Tombstone>
  /** The files of the draft, by id. */
  uploads: Map<string, Upload>
  /** The person's lists, for who can reply. */
  lists: { uri: string; title: string }[]
  drafts: DraftSummary[]
  draftCount: number
  problems: DraftProblem[]
  /** What the author should know and need not mend. */
  notes: DraftProblem[]
  /** What the author has been told, parted by spaces: handles that nobody has, and more (find-doubts.ts). */
  plain: string
  /** When it is posted by itself, as a sentence without a full stop. */
  schedule?: string | undefined
  /** Only some people can reply, and whom that means is not right yet. */
  isWhoOpen: boolean
  /** What happened that is no problem. */
  notice?: string | undefined
}

/** A form that writes one post and nothing else. */
export type ReplyForm = Pick<Composer, 'composition' | 'seal' | 'plain'>
