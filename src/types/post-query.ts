// A search for posts: its words and its filters.

/** Filters that may name several things. Of `tag` all must fit, of the others one. */
export type QueryLists = {
  /** Handles, DIDs, or `me`. */
  author: string[]
  mentions: string[]
  /** Host names; their subdomains count. */
  domain: string[]
  url: string[]
  /** Without the #. */
  tag: string[]
  /** BCP 47. */
  lang: string[]
  /** AT URIs of posts, feeds or lists that a post embeds. */
  quotes: string[]
}

export type PostQuery = {
  /** Words, "phrases" and -words, as they were typed. */
  words: string
  only: QueryLists
  not: QueryLists
  /** A day (YYYY-MM-DD, UTC) or an ISO date and time. `since` is the first that counts, `until` the first that does not. */
  since?: string | undefined
  until?: string | undefined
  replies?: 'none' | 'only' | undefined
  media: boolean
  video: boolean
  /** Only people the viewer follows. */
  following: boolean
  /** AT URI of the post a thread begins with. */
  thread?: string | undefined
  /** AT URI of the post that is answered. */
  parent?: string | undefined
}

/** What is wrong with a filter. `field` is its parameter in the address; `typed` is what stood there. */
export type QueryProblem = { field: string; typed: string; sentence: string }

/** A saved search. `query` is in shorthand. */
export type SavedSearch = { id: number; name: string; query: string; href: string }
