// The posts that a draft is about.
import type { Post, Tombstone } from './post.ts'

export type Subjects = { reply?: Post | Tombstone | undefined; quote?: Post | Tombstone | undefined }
