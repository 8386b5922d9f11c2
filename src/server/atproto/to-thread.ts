// Thread items → Thread: parents, the post, replies, and what is held back.
import type { Post, Tombstone } from '#types/post.ts'
import type { Thread, ThreadNode, ThreadShape } from '#types/thread.ts'
import type { ThreadAnswer } from './ask-thread.ts'
import { hiddenReplies } from './describe-gate.ts'
import type { Lens, ReplyOrder } from './lens.ts'
import type { ThreadItem } from './thread-items.ts'
import { isObject } from './to-embed.ts'
import { toPost } from './to-post.ts'

export type ThreadOptions = {
  order: ReplyOrder
  shape: ThreadShape
  /** How many direct replies at most. */
  limit: number
  /** Replies held back upstream, once they are asked for. */
  other?: ThreadItem[] | undefined
}

const maxParents = 30

/** A thread, or the tombstone that stands where its post would be. */
export function toThread(answer: ThreadAnswer, lens: Lens, options: ThreadOptions): Thread | Tombstone {
  const items = answer.items.map((item) => withActs(item, lens))
  const anchor = items.find(({ depth }) => depth === 0)
  if (!anchor) return { kind: 'gone', uri: '', reason: 'broken' }
  const post = readPost(anchor, lens, 'focus')
  if (post.kind === 'gone') return post
  const above = items.filter(({ depth }) => depth < 0).slice(-maxParents)
  const parents = above.map((item) => readParent(item, lens))
  const replies = grow(items, lens)
  const open = replies.filter((node) => !isHeld(node))
  const other = options.other?.flatMap((item) => (item.depth === 1 ? [toNode(withActs(item, lens), lens)] : []))
  const hidden = hiddenReplies(answer.gate)
  const anchorHidden = readHiding(post.uri, lens)
  return {
    parents,
    above: furtherUp(above[0] ?? anchor, parents[0] ?? post, above.length > 0),
    post: (anchorHidden ?? hidden.has(post.uri)) ? withNote(post, hiddenByAuthor) : post,
    isStory: anchor.isStory && (anchor.storyOf ?? items.filter(({ isStory }) => isStory).length) > 1,
    replies: open.slice(0, options.limit).map(({ node }) => node),
    held: [...replies.filter(isHeld), ...(other ?? [])].map(({ node }) => node),
    hasOther: answer.hasOther && other === undefined,
    more: Math.max(0, open.length - options.limit),
    order: options.order,
    shape: options.shape,
  }
}

/** `item` with what the viewer did a moment ago. */
function withActs(item: ThreadItem, lens: Lens): ThreadItem {
  const { view } = item
  const author = isObject(view) && isObject(view.author) ? view.author.did : undefined
  const mute = typeof author === 'string' ? lens.acts.recall('mute', author) : undefined
  const isHiddenByAuthor = readHiding(item.uri, lens) ?? item.isHiddenByAuthor
  return { ...item, isHiddenByAuthor, isMuted: mute === undefined ? item.isMuted : mute === 'all' }
}

/** Whether the viewer just hid this reply in their thread, or showed it; undefined for neither. */
function readHiding(uri: string, { acts }: Lens): boolean | undefined {
  const own = acts.recall('hide reply', uri)
  return own === undefined ? undefined : own !== null
}

type Grown = { item: ThreadItem; node: ThreadNode }

/** The replies as branches. A reply stands under the last item before it that is less deep. */
function grow(items: ThreadItem[], lens: Lens): Grown[] {
  const direct: Grown[] = []
  const path: Grown[] = []
  for (const item of items) {
    if (item.depth < 1) continue
    while ((path.at(-1)?.item.depth ?? 0) >= item.depth) path.pop()
    const grown = toNode(item, lens)
    const parent = path.at(-1)
    path.push(grown)
    if (!parent) direct.push(grown)
    else if (isHeld(grown)) parent.node.hidden++
    else parent.node.replies.push(grown.node)
  }
  return direct
}

const hiddenByAuthor = 'Hidden by the author of the thread'

function toNode(item: ThreadItem, lens: Lens): Grown {
  const post = readPost(item, lens)
  return { item, node: { post: noted(post, item), replies: [], more: item.moreReplies, hidden: 0 } }
}

/** Says why a reply is held back, where no veil does. */
function noted(post: Post | Tombstone, item: ThreadItem): Post | Tombstone {
  if (post.kind === 'gone') return post
  if (item.isHiddenByAuthor) return withNote(post, hiddenByAuthor)
  return item.isMuted && !post.veil ? withNote(post, 'Muted by you') : post
}

function withNote(post: Post, note: string): Post {
  return { ...post, notes: [...post.notes, note] }
}

function isHeld({ item, node }: Grown): boolean {
  return node.post.kind === 'post' && (node.post.isFiltered || item.isHiddenByAuthor || item.isMuted)
}

function readPost(item: ThreadItem, lens: Lens, place?: 'focus'): Post | Tombstone {
  return item.gone ? { kind: 'gone', uri: item.uri, reason: item.gone } : toPost(item.view, lens, place)
}

function readParent(item: ThreadItem, lens: Lens): Post | Tombstone {
  const post = readPost(item, lens)
  return post.kind === 'post' && post.isFiltered ? { kind: 'gone', uri: post.uri, reason: 'filtered' } : post
}

/** The address that shows what stands above the first post of the page. */
function furtherUp(item: ThreadItem, first: Post | Tombstone, hasParents: boolean): string | undefined {
  if (first.kind === 'gone' || !first.replyTo) return undefined
  if (hasParents && (item.moreParents || item.depth <= -maxParents)) return first.href
  return postHref(first.replyTo.parent)
}

/** The address of a post that is known by nothing but its URI. */
function postHref(uri: string): string | undefined {
  const [, did, rkey] = /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]+)\/app\.bsky\.feed\.post\/([\w.~:-]+)$/.exec(uri) ?? []
  return did && rkey ? `/profile/${did}/post/${rkey}` : undefined
}
