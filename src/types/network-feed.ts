// A feed of the network, whoever makes it.
import type { Actor } from './actor.ts'
import type { Segment } from './segment.ts'

export type NetworkFeed = {
  uri: string
  title: string
  description: Segment[]
  avatar?: string | undefined
  creator: Actor
  likes: number
}
