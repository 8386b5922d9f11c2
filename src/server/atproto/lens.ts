// What a page is read through: for whom, with which rules, at what time.
import type { ModerationOpts } from '@atproto/api'
import type { SavedFeed } from '#types/saved-feed.ts'
import type { ThreadShape } from '#types/thread.ts'
import type { ActKind } from '../writes/create-recent-acts.ts'
import type { MutedWordMatcher } from './compile-muted-words.ts'

/** What the viewer did a moment ago, which the AppView may not know yet. */
export type OwnActs = {
  /** The viewer's record on `subject`, `null` when it was just taken back, undefined when nothing was done lately. */
  recall(kind: ActKind, subject: string): string | null | undefined
}

/** What a person wants in a timeline (app.bsky.actor.defs#feedViewPref). */
export type FeedView = {
  hideReplies: boolean
  hideRepliesByUnfollowed: boolean
  hideReposts: boolean
  hideQuotePosts: boolean
}

/** Orders of replies that a page offers. */
export type ReplyOrder = 'top' | 'oldest' | 'newest'

/** `viewerDid` is undefined for somebody signed out, who sees what is public only. */
export type Lens = {
  viewerDid: string | undefined
  /** Without muted words, which the library would look for one by one: they are in `mutedWords`. */
  moderation: ModerationOpts
  mutedWords: MutedWordMatcher
  /** Names of the labelers in `moderation`, by DID. */
  labelerNames: Map<string, string>
  /** By the feed they are for (app.bsky.actor.defs#feedViewPref): an at-uri, or `home`, which is always there. */
  feedViews: Map<string, FeedView>
  /** The order of replies they chose (app.bsky.actor.defs#threadViewPref). */
  replyOrder: ReplyOrder
  /** The feeds and lists they keep, in their order (app.bsky.actor.defs#savedFeedsPrefV2). */
  savedFeeds: SavedFeed[]
  /** How they want replies to stand (`lab_treeViewEnabled` of the same). */
  threadShape: ThreadShape
  acts: OwnActs
  /** Whether they want to see no counts on posts. */
  hidesCounts?: boolean
  /** What they read, as Accept-Language (RFC 9110 §12.5.4): asked of feeds. */
  reads?: string | undefined
  /** Whether links in posts lose what follows people around. */
  cleansLinks?: boolean
}
