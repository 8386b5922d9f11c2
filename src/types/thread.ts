// A conversation around one post.
import type { Post, Tombstone } from './post.ts'

/** `more` counts the replies that are not part of this page, `hidden` those that the viewer's settings leave out. */
export type ThreadNode = { post: Post | Tombstone; replies: ThreadNode[]; more: number; hidden: number }

/** How replies stand: all branches of a tree, or the first answer to each, one under the other. */
export type ThreadShape = 'tree' | 'linear'

/** `parents` from the root down. */
export type Thread = {
  parents: (Post | Tombstone)[]
  /** Where the conversation goes on above the first parent, if it does. */
  above?: string | undefined
  post: Post
  /** Whether the post is one of several of the author's own thread, to be read as an article. */
  isStory: boolean
  replies: ThreadNode[]
  /** Replies held back: by the viewer's settings, and, once asked for, by the author of the thread. */
  held: ThreadNode[]
  /** Whether more are held back upstream, to be asked for. */
  hasOther: boolean
  /** Direct replies that are not part of this page. */
  more: number
  order: 'top' | 'oldest' | 'newest'
  shape: ThreadShape
}
