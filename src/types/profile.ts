// A profile as its page shows it.
import type { Actor } from './actor.ts'
import type { Veil } from './embed.ts'
import type { AccountLabel } from './person.ts'
import type { Segment } from './segment.ts'

export type ProfileTab = 'posts' | 'replies' | 'media'

/** What stands between the viewer and the profile, if anything. */
export type ProfileBar = 'blocking' | 'blocked-by' | 'signed-in-only' | 'hidden'

export type Profile = {
  actor: Actor
  banner?: string | undefined
  bio: Segment[]
  pronouns?: string | undefined
  website?: { href: string; text: string } | undefined
  counts: { followers: number; following: number; posts: number }
  viewer: { isSelf: boolean; isFollowing: boolean; isFollowedBy: boolean; isMuted: boolean }
  labels: AccountLabel[]
  veil?: Veil | undefined
  bar?: ProfileBar | undefined
  isLabeler: boolean
}
