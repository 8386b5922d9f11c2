// What the search page shows.
import type { NetworkFeed } from './network-feed.ts'
import type { People } from './person.ts'
import type { PostQuery, QueryProblem } from './post-query.ts'
import type { Timeline } from './timeline.ts'

/** As bsky.app writes them in `tab`; top and latest are ours. */
export type SearchTab = 'top' | 'latest' | 'user' | 'feed'

export type PostResults = {
  timeline: Timeline
  /** The AppView could not say all of it, so SkyPanel went through what it gave. */
  isSifted: boolean
  /** Searching posts is for people who are signed in. */
  isRefused: boolean
}

/** `cursor` leads on; absent on the last page. */
export type FoundFeeds = { feeds: NetworkFeed[]; cursor?: string | undefined }

/** `q` is what was typed, or its shorthand when it came in fields. */
export type SearchPage = {
  q: string
  tab: SearchTab
  query: PostQuery
  problems: QueryProblem[]
  posts?: PostResults | undefined
  people?: People | undefined
  feeds?: FoundFeeds | undefined
}
