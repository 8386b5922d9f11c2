// Feed view posts (app.bsky.feed.defs#feedViewPost) → slices of conversations.
import type { Post, Tombstone } from '#types/post.ts'
import type { PlacedSlice, Reason, Slice } from '#types/timeline.ts'
import type { FeedView, Lens } from './lens.ts'
import { withOwnActs } from './own-standing.ts'
import { toActor } from './to-actor.ts'
import { isObject } from './to-embed.ts'
import { toPost } from './to-post.ts'
import { isMutedInPart, isMutedThread, isOrphan, isUnwanted } from './tune-slices.ts'

type Loose = Record<string, unknown>

export type SliceOptions = {
  /** Whether replies bring root and parent along, or just say whom they answer. */
  context: 'slices' | 'line'
  /** Following and lists: one conversation stands there once, and nothing that answers what is gone. */
  isTimeline?: boolean
  /** Whether the pages before have shown the conversation that began with a post. */
  isShown?: (root: string) => boolean
  /** What one person posted: nothing of theirs is muted there. */
  isProfile?: boolean
  /** The person's settings for this list, where it has some (app.bsky.actor.defs#feedViewPref). */
  feedView?: FeedView | undefined
}

/** What is left of `items` by the rules of the official client: nothing the viewer filters, no post twice. */
export function toSlices(items: unknown[], lens: Lens, options: SliceOptions): PlacedSlice[] {
  const slices: PlacedSlice[] = []
  const seen = new Set<string>()
  const roots = new Set<string>()
  for (const item of items) {
    const slice = isObject(item) ? toSlice(item, lens, options) : undefined
    if (!slice) continue
    const root = rootOf(slice)
    if (options.isTimeline && slice.reason?.kind !== 'repost' && (roots.has(root) || options.isShown?.(root))) continue
    roots.add(root)
    const posts = dropSeen(slice.posts, seen)
    if (posts.length === 0) continue
    for (const post of posts) seen.add(post.uri)
    slices.push({ ...slice, posts, gapAfterFirst: slice.gapAfterFirst && posts.length === slice.posts.length })
  }
  return slices
}

/** What a conversation shows is not shown above its next post again; nothing is left where its post was shown. */
function dropSeen(posts: Slice['posts'], seen: Set<string>): Slice['posts'] {
  if (seen.has(posts.at(-1)?.uri ?? '')) return []
  const first = posts.findIndex((post) => !seen.has(post.uri))
  return posts.slice(first)
}

/** The post that began the conversation; a post that cannot be shown stands for itself. */
export function rootOf({ posts }: Pick<Slice, 'posts'>): string {
  const own = posts.at(-1)
  return (own?.kind === 'post' ? own.replyTo?.root : undefined) ?? own?.uri ?? ''
}

function toSlice(item: Loose, lens: Lens, options: SliceOptions): PlacedSlice | undefined {
  const slice = readSlice(withActs(item, lens), lens, options)
  // It was in sight as its reader hid it: in its place stands that they did.
  const uri = isObject(item.post) ? String(item.post.uri) : ''
  if (slice || !lens.acts.recall('place', uri)) return slice
  const post: Tombstone = { kind: 'gone', uri, reason: 'just-hidden' }
  return { posts: [post], gapAfterFirst: false, at: timeOf(item, post) }
}

/** `item` with what the viewer just did to the people in it. */
function withActs(item: Loose, { acts }: Lens): Loose {
  const { post, reason } = item
  return {
    ...item,
    ...(isObject(post) ? { post: { ...post, author: withOwnActs(post.author, acts) } } : {}),
    ...(isObject(reason) ? { reason: { ...reason, by: withOwnActs(reason.by, acts) } } : {}),
  }
}

function readSlice(item: Loose, lens: Lens, options: SliceOptions): PlacedSlice | undefined {
  const reason = readReason(item.reason)
  const post = toPost(item.post, lens)
  if (post.kind === 'gone' && post.reason !== 'broken' && post.reason !== 'signed-in-only') return undefined
  if (post.kind === 'post' && post.isFiltered) return undefined
  if (!options.isProfile && isMutedInPart(item, post, item.post)) return undefined
  if (options.context === 'slices' && isMutedThread(item.post, lens)) return undefined
  if (post.kind === 'post' && isUnwanted({ item, post, reason, lens, view: options.feedView })) return undefined
  if (options.isTimeline && isOrphan(item, post, reason)) return undefined
  const alone: PlacedSlice = { reason, posts: [post], gapAfterFirst: false, at: timeOf(item, post) }
  if (!isObject(item.reply)) return alone
  const parent = readContext(item.reply.parent, lens)
  if (!parent) return alone
  const answered = parent.kind === 'post' ? parent.author : undefined
  if (options.context === 'line' || reason) return { ...alone, replyingTo: answered }
  const root = readContext(item.reply.root, lens)
  const posts = !root || root.uri === parent.uri ? [parent, post] : [root, parent, post]
  // A conversation with a post that the viewer filters is filtered.
  if (posts.some((above) => above.kind === 'gone' && above.reason === 'filtered')) return undefined
  const isDirect = parent.kind === 'post' && parent.replyTo?.parent === root?.uri
  return { ...alone, posts, gapAfterFirst: posts.length > 2 && !isDirect }
}

/** A post above: one that the viewer filters is marked, one that never was is left out. */
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

/** When it came into the list: when it was reposted, else when it was written. */
function timeOf(item: Loose, post: Post | Tombstone): number {
  const reposted = isObject(item.reason) ? item.reason.indexedAt : undefined
  const time = Date.parse(typeof reposted === 'string' ? reposted : post.kind === 'post' ? post.createdAt : '')
  return Number.isNaN(time) ? 0 : time
}
