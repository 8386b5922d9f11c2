// What the search page shows.
import type { NetworkFeed } from './network-feed.ts'
import type { People } from './person.ts'
import type { PostQuery, QueryProblem, SavedSearch } from './post-query.ts'
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

/** What people talk about now. `count` is posts. */
export type Trend = { name: string; href: string; count?: number; isHot: boolean }

/** What the page offers before anything is asked. `recent` is in shorthand. */
export type SearchStart = { saved: SavedSearch[]; recent: string[]; trends: Trend[] }

/** A saved search and its posts, or why there are none. */
export type SavedSearchPage = { search: SavedSearch; problems: QueryProblem[]; posts: PostResults | undefined }

/** A search to save. `query` is shorthand. */
export type SearchDraft = { name: string; query: string }

/** One that cannot be saved: as it comes back, why, and the HTTP status that says so. */
export type RefusedSearch = { draft: SearchDraft; problem: string; status: number; was?: object }

/** `q` is what was typed, or its shorthand when it came in fields. */
export type SearchPage = {
  q: string
  tab: SearchTab
  query: PostQuery
  problems: QueryProblem[]
  start?: SearchStart | undefined
  posts?: PostResults | undefined
  people?: People | undefined
  feeds?: FoundFeeds | undefined
}
