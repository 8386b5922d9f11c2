// A conversation around one post.
import type { Post, Tombstone } from './post.ts'

/** A reply and what answers it. `more` counts the replies that are not part of this page. */
export type ThreadNode = { post: Post | Tombstone; replies: ThreadNode[]; more: number }

/** `parents` from the root down. `hasMoreParents` when the chain begins above the first one. */
export type Thread = {
  parents: (Post | Tombstone)[]
  hasMoreParents: boolean
  post: Post
  replies: ThreadNode[]
  /** Replies that the viewer's settings hold back. */
  held: ThreadNode[]
  /** Direct replies that are not part of this page. */
  more: number
  order: 'top' | 'oldest' | 'newest'
}
