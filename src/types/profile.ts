// A profile as its page shows it.
import type { Actor } from './actor.ts'
import type { LinkEmbed, Veil } from './embed.ts'
import type { NetworkFeed } from './network-feed.ts'
import type { NetworkList, StarterPack } from './network-list.ts'
import type { AccountLabel, VerifiedAs } from './person.ts'
import type { Segment } from './segment.ts'
import type { Slice } from './timeline.ts'

export type PostsTab = 'posts' | 'replies' | 'media' | 'video' | 'likes'
export type ThingsTab = 'feeds' | 'lists' | 'packs'
export type ProfileTab = PostsTab | ThingsTab

/** What a profile offers to look at, in its order. */
export type ProfileTabLink = { tab: string; label: string; href: string }

/** What stands between the viewer and the profile, if anything. */
export type ProfileBar = 'blocking' | 'blocked-by' | 'signed-in-only' | 'hidden'

/** Who vouches for somebody. `at` is ISO 8601; `by` is empty for most trusted verifiers. */
export type Verification = { as: VerifiedAs; by: { name: string; href: string; at: string | undefined }[] }

/** That somebody streams at the moment. `until` is ISO 8601; `link` leads to the stream. */
export type LiveStatus = { until: string; link?: LinkEmbed | undefined }

export type ProfileViewer = {
  isSelf: boolean
  isFollowing: boolean
  isFollowedBy: boolean
  /** What of them the viewer has muted, in words; empty when nothing. */
  mutes: string[]
}

export type Profile = {
  actor: Actor
  banner?: string | undefined
  bio: Segment[]
  pronouns?: string | undefined
  website?: { href: string; text: string } | undefined
  verification?: Verification | undefined
  live?: LiveStatus | undefined
  counts: { followers: number; following: number; posts: number; feeds: number; lists: number; packs: number }
  /** Followers whom the viewer follows: some of them, and how many there are. */
  known?: { people: Actor[]; count: number } | undefined
  viewer: ProfileViewer
  labels: AccountLabel[]
  veil?: Veil | undefined
  bar?: ProfileBar | undefined
  /** The name of the list by which the viewer blocks them. */
  blockList?: string | undefined
  isLabeler: boolean
  /** When the account was made, ISO 8601. */
  createdAt?: string | undefined
}

/** What stands under the current tab. `cursor` leads on; absent on the last page. */
export type ProfileContent = { cursor?: string | undefined } & (
  | { kind: 'posts'; slices: Slice[] }
  | { kind: 'feeds'; feeds: NetworkFeed[] }
  | { kind: 'lists'; lists: NetworkList[] }
  | { kind: 'packs'; packs: StarterPack[] }
)
