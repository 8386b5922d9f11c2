// A page of a feed's posts.
import type { Actor } from './actor.ts'
import type { Feed } from './feed.ts'
import type { Post, Tombstone } from './post.ts'

/** A post of a feed, with who reposted it where that brought it there. */
export type FeedPost = (Post | Tombstone) & { reposter?: Actor | undefined }

/** `newest` is where to look for newer posts from; `older` leads to the next page and is absent on the last. */
export type FeedPage = {
  feed: Feed
  /** Whether anybody may see it. */
  isPublic: boolean
  /** Whether it is another one for each reader: then no posts are shown to everybody. */
  isPersonal: boolean
  /** What a link to the feed must say behind its path, such as `?key=…`; empty for nothing. */
  query: string
  /** How the feed chooses, in a sentence. */
  rule: string
  posts: FeedPost[]
  newest: string
  older?: string | undefined
}

/** Posts newer than a place. `isWhole` is false when there are more than are given. */
export type NewerPosts = { posts: FeedPost[]; newest: string; isWhole: boolean; isPublic: boolean }
