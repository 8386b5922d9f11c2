// app.bsky.feed.defs#threadViewPost → Thread: parents, the post, replies three deep.
import type { Post, Tombstone } from '#types/post.ts'
import type { Thread, ThreadNode } from '#types/thread.ts'
import type { Lens, ReplyOrder } from './lens.ts'
import { isObject } from './to-embed.ts'
import { toPost } from './to-post.ts'

type Loose = Record<string, unknown>

export type ThreadOptions = {
  /** The person’s own choice unless told. */
  order?: ReplyOrder | undefined
  /** How many direct replies at most. */
  limit: number
}

/** Levels of replies on one page; deeper ones are behind a link. */
const depth = 3
/** Replies of a reply on one page. */
const breadth = 6
const maxParents = 30

/** A thread, or the tombstone that stands where its post would be. */
export function toThread(view: unknown, lens: Lens, options: ThreadOptions): Thread | Tombstone {
  if (!isObject(view)) return { kind: 'gone', uri: '', reason: 'broken' }
  const post = toPost(view.post ?? view, lens, 'focus')
  if (post.kind === 'gone') return post
  const parents = readParents(view.parent, lens)
  const first = parents[0]
  const replies = readReplies(view, post, lens, options)
  const isHeld = (node: ThreadNode) => node.post.kind === 'post' && node.post.isFiltered
  const open = replies.filter((node) => !isHeld(node))
  return {
    parents,
    hasMoreParents: first?.kind === 'post' && first.replyTo !== undefined,
    post,
    replies: open.slice(0, options.limit),
    held: replies.filter(isHeld),
    more: Math.max(0, open.length - options.limit),
    order: options.order ?? lens.replyOrder,
  }
}

function readParents(view: unknown, lens: Lens): (Post | Tombstone)[] {
  const parents: (Post | Tombstone)[] = []
  let at = view
  while (isObject(at) && parents.length < maxParents) {
    const post = toPost(at.post ?? at, lens)
    const isFiltered = post.kind === 'post' && post.isFiltered
    parents.unshift(isFiltered ? { kind: 'gone', uri: post.uri, reason: 'filtered' } : post)
    at = at.parent
  }
  return parents
}

function readReplies(view: Loose, above: Post, lens: Lens, { order = lens.replyOrder }: ThreadOptions): ThreadNode[] {
  const root = { did: above.author.did, order }
  return sorted(childrenOf(view), lens, root).map((child) => toNode(child, lens, root, 1))
}

type Order = { did: string; order: ReplyOrder }
type Child = { view: Loose; post: Post | Tombstone }

function toNode({ view, post }: Child, lens: Lens, order: Order, level: number): ThreadNode {
  if (post.kind === 'gone') return { post, replies: [], more: 0 }
  const all = level < depth ? sorted(childrenOf(view), lens, order).filter((child) => !isFiltered(child)) : []
  const replies = all.slice(0, breadth).map((child) => toNode(child, lens, order, level + 1))
  return { post, replies, more: Math.max(0, level < depth ? all.length - replies.length : post.counts.replies) }
}

function isFiltered({ post }: Child): boolean {
  return post.kind === 'post' && post.isFiltered
}

function childrenOf(view: Loose): Loose[] {
  return Array.isArray(view.replies) ? view.replies.filter(isObject) : []
}

/** The author’s own replies first, then by `order`; tombstones last. */
function sorted(views: Loose[], lens: Lens, { did, order }: Order): Child[] {
  const children = views.map((view) => ({ view, post: toPost(view.post ?? view, lens) }))
  const weigh = (post: Post) => post.counts.likes + 2 * post.counts.replies
  return children.sort((left, right) => {
    if (left.post.kind === 'gone' || right.post.kind === 'gone') {
      return Number(left.post.kind === 'gone') - Number(right.post.kind === 'gone')
    }
    const byAuthor = Number(right.post.author.did === did) - Number(left.post.author.did === did)
    if (byAuthor !== 0 && order === 'top') return byAuthor
    const byTime = Date.parse(left.post.createdAt) - Date.parse(right.post.createdAt)
    if (order === 'newest') return -byTime
    return order === 'oldest' ? byTime : weigh(right.post) - weigh(left.post) || byTime
  })
}
