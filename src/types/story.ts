// Somebody's own thread, to be read from top to bottom.
import type { Actor } from './actor.ts'
import type { Post, Tombstone } from './post.ts'

export type Story = {
  author: Actor
  posts: (Post | Tombstone)[]
  /** The post that the address names. */
  post: Post
  /** The first post that is here. */
  first: Post
  /** Where it goes on above and below, where it is not all here. */
  above?: string | undefined
  below?: string | undefined
  /** What others answered to its posts. */
  replies: number
  /** Whether a post in it is gone, so that the rest cannot be found. */
  isCut: boolean
}
