// Who did what with a post.
import type { People } from './person.ts'
import type { Post } from './post.ts'
import type { Timeline } from './timeline.ts'

/** Pages about a post, as their addresses end. */
export type Reaction = 'liked-by' | 'reposted-by' | 'quotes'

export type PeopleReactions = { post: Post; people: People }
export type QuoteReactions = { post: Post; quotes: Timeline }
