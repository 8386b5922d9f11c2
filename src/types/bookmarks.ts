// The posts somebody keeps.
import type { Post, Tombstone } from './post.ts'

/** `cursor` leads to earlier ones; absent on the last page. */
export type Bookmarks = { posts: (Post | Tombstone)[]; cursor?: string | undefined }
