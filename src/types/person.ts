// People in lists.
import type { Actor } from './actor.ts'
import type { Veil } from './embed.ts'

/** A label that is shown, not one that hides; `by` says whose it is, `href` leads to them, `means` explains it. */
export type AccountLabel = {
  title: string
  by?: string | undefined
  href?: string | undefined
  means?: string | undefined
  isAlert: boolean
}

/** What stands between the viewer and somebody. `by-list` are done by a list that the viewer follows. */
export type Rift = 'blocking' | 'blocked-by' | 'muted' | 'muted-by-list'

/** Trusted verifiers are verified as well; the stronger one counts. */
export type VerifiedAs = 'verified' | 'verifier'

/** Somebody as one row of a list shows them. */
export type Person = {
  actor: Actor
  /** What they say of themselves, on one line and as plain text; '' when nothing, or when a block stands between. */
  bio: string
  isSelf: boolean
  isFollowing: boolean
  isFollowedBy: boolean
  rift?: Rift | undefined
  verifiedAs?: VerifiedAs | undefined
  isLabeler: boolean
  labels: AccountLabel[]
  /** Covers the row. */
  veil?: Veil | undefined
  /** Whether the viewer's settings leave them out where nobody asked for them by name: searches, suggestions. */
  isFiltered: boolean
}

/** `held` is how many upstream named that the viewer does not get to see. `cursor` leads on; absent on the last page. */
export type People = { people: Person[]; held: number; cursor?: string | undefined }
