// What a person keeps in their client: feeds, lists and Following, in their order.
import type { NetworkFeed } from './network-feed.ts'
import type { NetworkList } from './network-list.ts'

/** `value` is the record's at-uri, or "following" for a timeline. A `type` that nobody knows yet is kept as it is. */
export type SavedFeed = { id: string; type: string; value: string; isPinned: boolean }

/** Where a feed or list stands with the viewer: a tab of their home page, kept among the others, or neither. */
export type Shelf = 'pinned' | 'saved' | 'none'

/** `thing` is absent for Following, and for what is gone or was not answered. */
export type SavedItem = SavedFeed & { thing?: NetworkFeed | NetworkList | undefined }
