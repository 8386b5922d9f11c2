// Feed view posts (app.bsky.feed.defs#feedViewPost) → slices of conversations.
import type { Post, Tombstone } from '#types/post.ts'
import type { Reason, Slice } from '#types/timeline.ts'
import type { FeedView, Lens } from './lens.ts'
import { toActor } from './to-actor.ts'
import { isObject } from './to-embed.ts'
import { toPost } from './to-post.ts'

type Loose = Record<string, unknown>

export type SliceOptions = {
  /** Whether replies bring root and parent along, or just say whom they answer. */
  context: 'slices' | 'line'
  /** The person's settings for this list, where it has some (app.bsky.actor.defs#feedViewPref). */
  feedView?: FeedView | undefined
}

/** What is left of `items` by the rules: nothing the viewer filters, no post twice, one conversation once. */
export function toSlices(items: unknown[], lens: Lens, options: SliceOptions): Slice[] {
  const slices: Slice[] = []
  const seen = new Set<string>()
  for (const item of items) {
    const slice = isObject(item) ? toSlice(item, lens, options) : undefined
    if (!slice) continue
    const uris = slice.posts.map((post) => post.uri)
    const own = uris.at(-1) ?? ''
    const isRepeated = seen.has(own) || (uris.length > 1 && uris.some((uri) => seen.has(uri)))
    if (isRepeated) continue
    for (const uri of uris) seen.add(uri)
    slices.push(slice)
  }
  return slices
}

function toSlice(item: Loose, lens: Lens, options: SliceOptions): Slice | undefined {
  const reason = readReason(item.reason)
  const post = toPost(item.post, lens)
  if (post.kind === 'gone' && post.reason !== 'broken' && post.reason !== 'signed-in-only') return undefined
  if (post.kind === 'post' && (post.isFiltered || isUnwanted(item, post, reason, lens, options.feedView)))
    return undefined
  const alone: Slice = { reason, posts: [post], gapAfterFirst: false }
  if (!isObject(item.reply)) return alone
  const parent = readContext(item.reply.parent, lens)
  if (!parent) return alone
  const answered = parent.kind === 'post' ? parent.author : undefined
  if (options.context === 'line' || reason?.kind === 'repost') return { ...alone, replyingTo: answered }
  const root = readContext(item.reply.root, lens)
  if (!root || root.uri === parent.uri) return { ...alone, posts: [parent, post] }
  const isDirect = parent.kind === 'post' && parent.replyTo?.parent === root.uri
  return { ...alone, posts: [root, parent, post], gapAfterFirst: !isDirect }
}

/** A post above: one that the viewer filters becomes a tombstone, one that never was is left out. */
function readContext(view: unknown, lens: Lens): Post | Tombstone | undefined {
  const post = toPost(view, lens)
  if (post.uri === '') return undefined
  return post.kind === 'post' && post.isFiltered ? { kind: 'gone', uri: post.uri, reason: 'filtered' } : post
}

function readReason(reason: unknown): Reason | undefined {
  if (!isObject(reason)) return undefined
  if (reason.$type === 'app.bsky.feed.defs#reasonPin') return { kind: 'pin' }
  if (reason.$type !== 'app.bsky.feed.defs#reasonRepost' || !isObject(reason.by)) return undefined
  const { did, handle } = reason.by
  if (typeof did !== 'string' || typeof handle !== 'string') return undefined
  return { kind: 'repost', by: toActor(reason.by as Parameters<typeof toActor>[0]) }
}

function isUnwanted(
  item: Loose,
  post: Post,
  reason: Reason | undefined,
  lens: Lens,
  view: FeedView | undefined,
): boolean {
  if (!view) return false
  if (reason?.kind === 'repost') return view.hideReposts
  if (view.hideQuotePosts && post.embeds.some((embed) => embed.kind === 'quote')) return true
  if (!isObject(item.reply)) return false
  if (view.hideReplies) return true
  const { root, parent } = item.reply
  return view.hideRepliesByUnfollowed && !(isFamiliar(root, post, lens) && isFamiliar(parent, post, lens))
}

/** Whether the viewer follows the author of `view`, or it is the viewer or the author of `post`. */
function isFamiliar(view: unknown, post: Post, lens: Lens): boolean {
  const author = isObject(view) && isObject(view.author) ? view.author : undefined
  if (!author) return true
  if (author.did === lens.viewerDid || author.did === post.author.did) return true
  return isObject(author.viewer) && Boolean(author.viewer.following)
}
