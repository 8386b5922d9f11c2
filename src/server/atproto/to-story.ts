// Thread items → the author's own thread, without what others say in between.
import type { Post } from '#types/post.ts'
import type { Story } from '#types/story.ts'
import type { Lens } from './lens.ts'
import type { ThreadItem } from './thread-items.ts'
import { toPost } from './to-post.ts'

/**
 * The items of the author's own thread, one after the other: those above the post asked for, it, and below it the
 * first that continues, and the first that continues that. Empty where the post is not part of such a thread.
 */
export function pickStory(items: ThreadItem[]): ThreadItem[] {
  const anchor = items.findIndex(({ depth }) => depth === 0)
  if (!items[anchor]?.isStory) return []
  const above = items.slice(0, anchor).filter(({ isStory, gone }) => isStory || gone)
  return [...above, items[anchor], ...continueStory(items.slice(anchor + 1), 0)]
}

/** What continues a post at `depth` in `items`, which stand below it. */
export function continueStory(items: ThreadItem[], depth: number): ThreadItem[] {
  const story: ThreadItem[] = []
  for (const item of items) {
    if (item.depth <= depth) continue
    const reached = depth + story.length
    if (story.length > 0 && item.depth <= reached) break
    if (item.isStory && item.depth === reached + 1) story.push(item)
  }
  return story
}

/** Undefined where less than two posts can be shown: that is no thread to read as one. */
export function toStory(items: ThreadItem[], lens: Lens): Story | undefined {
  const posts = items.map((item) =>
    item.gone ? { kind: 'gone' as const, uri: item.uri, reason: item.gone } : toPost(item.view, lens, 'focus'),
  )
  const shown = posts.filter((post): post is Post => post.kind === 'post')
  const anchor = items.findIndex(({ depth }) => depth === 0)
  const [first, post, last] = [shown[0], posts[anchor], items.at(-1)]
  if (shown.length < 2 || !first || post?.kind !== 'post' || !last) return undefined
  const end = posts.at(-1)
  const isUnfinished = last.storyOf !== undefined && (last.storyAt ?? 0) < last.storyOf
  const goesOn = isUnfinished && last.moreReplies > 0
  return {
    author: first.author,
    posts,
    post,
    first,
    above: posts[0]?.kind === 'post' && first.replyTo ? `${first.href}?view=article` : undefined,
    below: goesOn && end?.kind === 'post' ? `${end.href}?view=article` : undefined,
    replies: Math.max(
      0,
      shown.reduce((sum, { counts }) => sum + counts.replies, 1 - posts.length),
    ),
    isCut: isUnfinished && !goesOn,
  }
}
