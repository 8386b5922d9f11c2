// Who may see the page of a feed, and how they get there.
import type { Feed } from './feed.ts'

/** Addresses are absolute; those of a secret feed have its key in them. */
export type FeedSharing = {
  feed: Feed
  visibility: 'private' | 'secret' | 'public'
  page: string
  /** RSS, Atom, JSON Feed; none of a private feed. */
  documents: { name: string; address: string }[]
}
