// A post as pages know it: plain JSON, ready to print.
import type { Actor } from './actor.ts'
import type { Embed, Veil } from './embed.ts'
import type { Segment } from './segment.ts'

/** Times are ISO 8601 in UTC. `createdAt` is the earlier of what the author says and when it was indexed. */
export type Post = {
  kind: 'post'
  uri: string
  cid: string
  rkey: string
  /** The address of its thread here. */
  href: string
  author: Actor
  segments: Segment[]
  /** Hashtags beside the text (`tags` of the record), without #. */
  tags: string[]
  /** Nothing but a few emoji. */
  isLarge: boolean
  lang?: string | undefined
  langs: string[]
  createdAt: string
  embeds: Embed[]
  /** Covers text and embeds. */
  veil?: Veil | undefined
  /** Labels that warn without hiding. */
  notes: string[]
  /** Whether the viewer's settings leave it out of lists. */
  isFiltered: boolean
  replyTo?: { parent: string; root: string } | undefined
  counts: { replies: number; reposts: number; likes: number; quotes: number }
  /** Whether the viewer wants no counts: they are 0 then, which says nothing. */
  hidesCounts?: boolean | undefined
  viewer: PostViewerState
  /** Who may reply, in words; absent when anyone may. */
  gate?: string | undefined
}

/** What the viewer has done with it and may do. */
export type PostViewerState = {
  isLiked: boolean
  isReposted: boolean
  isBookmarked: boolean
  isOwn: boolean
  canReply: boolean
  canQuote: boolean
}

/** Why a post is not here. */
export type TombstoneReason =
  | 'not-found'
  | 'blocked'
  | 'blocked-by'
  | 'block-other'
  | 'detached'
  | 'signed-in-only'
  | 'filtered'
  | 'just-hidden'
  | 'broken'
  | 'unknown'

/** Stands in the place of a post that cannot be shown. */
export type Tombstone = { kind: 'gone'; uri: string; reason: TombstoneReason }
