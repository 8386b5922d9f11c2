// The shape in which the demo's posts are written down.
import type { PersonName } from './people.ts'

/** A picture of deploy/demo/pictures (without its ending) and its description. */
export type Picture = [name: string, alt: string]

export type PostSeed = {
  by: PersonName
  /** `@name.test`, `#tag` and addresses become facets; `[words](address)` a link on words. */
  text: string
  /** Age in hours. A reply without it follows its parent some minutes later. */
  hours?: number
  /** Named when another post, or a test, refers to it. */
  key?: string
  langs?: string[]
  images?: Picture[]
  /** Up to ten pictures in the newer gallery embed. */
  gallery?: Picture[]
  /** A video of deploy/demo/pictures (with its ending) and its description. */
  video?: Picture
  link?: { uri: string; title: string; description: string; thumb?: string }
  /** Key of the quoted post. */
  quote?: string
  /** Labels that the author puts on it (com.atproto.label.defs#selfLabels). */
  selfLabels?: string[]
  /** Who may reply; nobody with an empty list. */
  mayReply?: ('mentioned' | 'followed' | 'followers')[]
  mayQuote?: false
  reposts?: PersonName[]
  /** How much it is liked, 0 to 1; by default derived from the text. */
  liked?: number
  replies?: PostSeed[]
}

/** A post with its place in the network worked out. */
export type PlannedPost = PostSeed & {
  key: string
  createdAt: Date
  /** Keys. */
  parent?: string
  root?: string
  /** Everything it refers to is in a lower layer. */
  layer: number
}

/** A reply as it stands in a tree. */
export function reply(by: PersonName, text: string, replies: PostSeed[] = [], more: Partial<PostSeed> = {}): PostSeed {
  return { by, text, replies, ...more }
}
