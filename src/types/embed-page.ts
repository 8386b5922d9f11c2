// What stands in an embed: posts under a head, or one post.
import type { Post } from './post.ts'
import type { Reason } from './timeline.ts'

export type EmbedPage = {
  kind: 'feed' | 'profile' | 'list' | 'post'
  title: string
  /** Who made it, such as `@ines.test`. */
  by: string
  /** The page here that it is taken from, a path with what opens it. */
  href: string
  avatar?: string | undefined
  /** Whether anybody may see it, so that anybody may keep it. */
  isPublic: boolean
  /** Whether it is another feed for each reader: then it shows no posts. */
  isPersonal?: boolean
  /** Where the next page begins, where there is one. */
  older?: string | undefined
  posts: { post: Post; reason?: Reason | undefined }[]
}
