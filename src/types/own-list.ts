// Lists that the viewer made, on the network and on this box, and the forms that change them.
import type { ListPurpose } from './network-list.ts'

/** A private list is on this box only. */
export type OwnPurpose = ListPurpose | 'private'

export type OwnList = {
  /** Its record key; that of a private list begins with `p-`. */
  key: string
  /** at-uri of its record; absent for private lists. */
  uri?: string | undefined
  /** Where its posts and people are. */
  href: string
  title: string
  /** As its maker wrote it. */
  description: string
  purpose: OwnPurpose
  /** How many are on it. */
  count: number
  /** The CID of its picture, '' for none. */
  picture: string
  /** Whether a private list is a tab of the home page; other lists are pinned in the preferences. */
  isPinned: boolean
}

export type ListFormValues = { key: string; name: string; description: string; purpose: OwnPurpose }
export type ListFormErrors = Partial<Record<'name' | 'description' | 'picture', string>>

/** What became of people who were to be put on a list or taken off it, many at once. */
export type BulkReport = {
  op: 'add' | 'remove'
  done: number
  /** On it already, or not on it to begin with. */
  already: number
  /** Whom nobody knows, as they were written. */
  missing: string[]
  /** What names nobody. */
  strange: string[]
  /** How many were not looked at. */
  left: number
  /** Why it ended early, in a sentence. */
  stopped?: string | undefined
}
