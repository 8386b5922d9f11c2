// Pages of posts.
import type { Actor } from './actor.ts'
import type { Post, Tombstone } from './post.ts'

/** Why something is in a list: somebody reposted it, or its author pinned it. */
export type Reason = { kind: 'repost'; by: Actor } | { kind: 'pin' }

/** Posts of one conversation, oldest first; `gapAfterFirst` says that some between the first two are left out. */
export type Slice = {
  reason?: Reason | undefined
  posts: (Post | Tombstone)[]
  gapAfterFirst: boolean
  /** Whom the first post answers, when that post is not part of the slice. */
  replyingTo?: Actor | undefined
}

/** `at` is when it came into its list (ms): when it was reposted, else when it was written; 0 where nobody knows. */
export type PlacedSlice = Slice & { at: number }

/** Of how many people of a list posts are there, where it is not everybody; `isWaiting`: the others are being asked. */
export type PartOfList = { asked: number; people: number; isWaiting: boolean }

/** `cursor` leads to older posts; absent on the last page. */
export type Timeline = { slices: Slice[]; cursor?: string | undefined; partial?: PartOfList | undefined }
