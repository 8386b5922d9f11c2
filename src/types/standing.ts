// How a feed, a list or a starter pack stands with whoever looks at it.
import type { Veil } from './embed.ts'
import type { AccountLabel } from './person.ts'
import type { ProfileBar } from './profile.ts'

export type Standing = {
  /** Labels on the thing itself; those of its maker stand on their profile. */
  labels: AccountLabel[]
  /** Covers it. */
  veil?: Veil | undefined
  /** What forbids to show it at all, its maker's doing or a moderation service's. */
  bar?: ProfileBar | undefined
  /** Whether the viewer's settings leave it out where nobody asked for it by name. */
  isFiltered: boolean
}
