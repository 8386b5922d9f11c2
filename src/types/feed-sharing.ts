// Who may see the page of a feed, and how they get there.
import type { Feed } from './feed.ts'

/** Addresses are absolute; those of a secret feed have its key in them. */
export type FeedSharing = {
  feed: Feed
  visibility: 'private' | 'secret' | 'public'
  /** Whether it is another one for each reader: pages of it show no posts. */
  isPersonal: boolean
  page: string
  /** RSS, Atom, JSON Feed; none of a private feed, or a personal one. */
  documents: { name: string; address: string }[]
}
