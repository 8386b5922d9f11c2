// What a person wants in a timeline, by the rules of the official client.
import type { Post, Tombstone } from '#types/post.ts'
import type { Reason } from '#types/timeline.ts'
import type { FeedView, Lens } from './lens.ts'
import { rootUriOf } from './post-standing.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>
type Candidate = { item: Loose; post: Post; reason: Reason | undefined; lens: Lens; view: FeedView | undefined }

/** Whether the viewer has muted the conversation of a post view. */
export function isMutedThread(view: unknown, { acts }: Lens): boolean {
  if (!isObject(view)) return false
  const own = acts.recall('mute thread', rootUriOf(view))
  if (own !== undefined) return own !== null
  return isObject(view.viewer) && view.viewer.threadMuted === true
}

/** A reply whose parent or root cannot be shown: deleted, blocked, or not given. A repost stands for itself. */
export function isOrphan(item: Loose, post: Post | Tombstone, reason: Reason | undefined): boolean {
  if (reason || post.kind !== 'post' || !post.replyTo) return false
  if (!isObject(item.reply)) return true
  return [item.reply.parent, item.reply.root].some((view) => !isObject(view) || !isObject(view.record))
}

/**
 * Whether the viewer has muted just this of somebody: what they repost, or what they quote
 * (app.bsky.actor.defs#viewerState).
 */
export function isMutedInPart({ reason }: Loose, post: Post | Tombstone, view: unknown): boolean {
  if (isObject(reason) && isObject(reason.by) && isObject(reason.by.viewer) && reason.by.viewer.mutedOnlyReposts) {
    return true
  }
  const viewer = authorOf(view)?.viewer
  const isQuote = post.kind === 'post' && post.embeds.some((embed) => embed.kind === 'quote')
  return isQuote && isObject(viewer) && viewer.mutedOnlyQuoteposts === true
}

/** Whether the settings for the list leave it out. Without settings nothing is. */
export function isUnwanted({ item, post, reason, lens, view }: Candidate): boolean {
  if (!view) return false
  const isRepost = reason?.kind === 'repost'
  if (view.hideReposts && isRepost) return true
  if (view.hideQuotePosts && post.embeds.some((embed) => embed.kind === 'quote')) return true
  if (isRepost || !post.replyTo) return false
  const others = listAuthors(item).filter(({ did }) => did !== post.author.did)
  // Somebody who goes on with what they said answers nobody.
  if (others.length === 0) return false
  if (view.hideReplies) return true
  return (
    view.hideRepliesByUnfollowed &&
    !(isFamiliar(authorOf(item.post), lens) && others.some((it) => isFamiliar(it, lens)))
  )
}

/** The people in the conversation above, as far as they are known. */
function listAuthors({ reply }: Loose): Loose[] {
  if (!isObject(reply)) return []
  return [authorOf(reply.parent), reply.grandparentAuthor, authorOf(reply.root)].filter(isObject)
}

function authorOf(view: unknown): Loose | undefined {
  return isObject(view) && isObject(view.author) ? view.author : undefined
}

/** Whether it is the viewer, or somebody they follow. */
function isFamiliar(author: Loose | undefined, { viewerDid, acts }: Lens): boolean {
  if (!author) return false
  const { did, viewer } = author
  if (did === viewerDid) return true
  const own = typeof did === 'string' ? acts.recall('follow', did) : undefined
  return own === undefined ? isObject(viewer) && Boolean(viewer.following) : own !== null
}
