// Lists of people (app.bsky.graph.list) and starter packs, which are made of one.
import type { Actor } from './actor.ts'
import type { NetworkFeed } from './network-feed.ts'
import type { Shelf } from './saved-feed.ts'
import type { Segment } from './segment.ts'
import type { Standing } from './standing.ts'

/** What a list is for: reading its people, muting or blocking them, or standing behind a starter pack. */
export type ListPurpose = 'curate' | 'moderation' | 'reference'

export type NetworkList = {
  kind: 'list'
  uri: string
  href: string
  title: string
  purpose: ListPurpose
  description: Segment[]
  avatar?: string | undefined
  creator: Actor
  count: number
  isOwn: boolean
  /** Whether the viewer mutes or blocks everybody on it. */
  isMuted: boolean
  isBlocked: boolean
  shelf: Shelf
  standing: Standing
}

/** `list` is the at-uri of its people; absent when upstream names none. */
export type StarterPack = {
  uri: string
  href: string
  title: string
  description: Segment[]
  creator: Actor
  list?: string | undefined
  feeds: NetworkFeed[]
  counts: { people: number; joined: number; joinedThisWeek: number }
  standing: Standing
}
