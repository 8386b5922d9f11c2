// app.bsky.feed.defs#threadViewPost, a tree → the flat list that threads are made of here. For AppViews without it.

import { hiddenReplies } from './describe-gate.ts'
import type { ReplyOrder } from './lens.ts'
import { bareItem, type ThreadItem } from './thread-items.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>
export type FlattenOptions = { below: number; branching: number; order: ReplyOrder }

const maxParents = 80

/** The items of `root`: parents from the top down, the post, replies in `order`, `branching` to each at most. */
export function flattenThread(root: unknown, options: FlattenOptions): ThreadItem[] {
  if (!isObject(root)) return []
  const parents: Loose[] = []
  for (let at = root.parent; isObject(at) && parents.length < maxParents; at = at.parent) parents.unshift(at)
  const top = parents[0] ?? root
  const author = replyOf(top) === undefined ? authorOf(top) : undefined
  const { threadgate } = postOf(root)
  const hidden = hiddenReplies(isObject(threadgate) ? threadgate.record : undefined)
  const items: ThreadItem[] = []
  let isStory = author !== undefined
  const push = (view: Loose, depth: number, part: Partial<ThreadItem>) =>
    items.push({ uri: uriOf(view), depth, view: view.post ?? view, ...bareItem, ...part })
  for (const [at, view] of [...parents, root].entries()) {
    isStory &&= authorOf(view) === author
    push(view, at - parents.length, { isStory, moreParents: at === 0 && replyOf(view) !== undefined })
  }
  const walk = (view: Loose, depth: number, isOwn: boolean) => {
    const all = sorted(childrenOf(view), authorOf(root), options.order)
    const shown = depth > 1 ? all.slice(0, options.branching) : all
    for (const child of shown) {
      const isChildStory = isOwn && authorOf(child) === author
      const replies = depth < options.below ? childrenOf(child).length - options.branching : replyCountOf(child)
      push(child, depth, {
        isStory: isChildStory,
        moreReplies: Math.max(0, replies),
        isHiddenByAuthor: hidden.has(uriOf(child)),
      })
      if (depth < options.below) walk(child, depth + 1, isChildStory)
    }
  }
  walk(root, 1, isStory)
  return items
}

/** The author's own replies first where the best come first, then by `order`; what cannot be shown last. */
function sorted(views: Loose[], author: unknown, order: ReplyOrder): Loose[] {
  const weigh = (view: Loose) => numberOf(view, 'likeCount') + 2 * numberOf(view, 'replyCount')
  const time = (view: Loose) => Date.parse(String(postOf(view).indexedAt)) || 0
  return views.sort((left, right) => {
    const byKind = Number(!isObject(left.post)) - Number(!isObject(right.post))
    if (byKind !== 0) return byKind
    const byTime = time(left) - time(right)
    if (order !== 'top') return order === 'newest' ? -byTime : byTime
    const byAuthor = Number(authorOf(right) === author) - Number(authorOf(left) === author)
    return byAuthor || weigh(right) - weigh(left) || byTime
  })
}

function childrenOf(view: Loose): Loose[] {
  return Array.isArray(view.replies) ? view.replies.filter(isObject) : []
}

function postOf(view: Loose): Loose {
  return isObject(view.post) ? view.post : {}
}

function uriOf(view: Loose): string {
  return String(postOf(view).uri ?? view.uri ?? '')
}

function authorOf(view: Loose): unknown {
  const { author } = postOf(view)
  return isObject(author) ? author.did : undefined
}

function replyOf(view: Loose): unknown {
  const { record } = postOf(view)
  return isObject(record) ? record.reply : undefined
}

function numberOf(view: Loose, key: 'likeCount' | 'replyCount'): number {
  const value = postOf(view)[key]
  return Number.isInteger(value) ? (value as number) : 0
}

function replyCountOf(view: Loose): number {
  return numberOf(view, 'replyCount')
}
