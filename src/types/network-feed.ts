// A feed of the network, whoever makes it.
import type { Actor } from './actor.ts'
import type { Shelf } from './saved-feed.ts'
import type { Segment } from './segment.ts'
import type { Standing } from './standing.ts'

export type NetworkFeed = {
  kind: 'feed'
  uri: string
  /** Its page here. */
  href: string
  title: string
  description: Segment[]
  avatar?: string | undefined
  creator: Actor
  likes: number
  isLiked: boolean
  /** Made of videos (app.bsky.feed.defs#contentModeVideo). */
  isVideo: boolean
  shelf: Shelf
  standing: Standing
}
