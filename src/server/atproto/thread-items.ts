// A thread as a flat list: app.bsky.unspecced.getPostThreadV2 made safe to walk.
import type { TombstoneReason } from '#types/post.ts'
import { isObject } from './to-embed.ts'

/** One place in a thread. `depth` is 0 for the post asked for, negative above it, positive below. */
export type ThreadItem = {
  uri: string
  depth: number
  /** What `toPost` takes; absent where `gone` says why. */
  view?: unknown
  gone?: TombstoneReason
  /** Whether the conversation goes on above. */
  moreParents: boolean
  /** Replies that are not in the list, as well as upstream knows. */
  moreReplies: number
  /** Whether it belongs to the unbroken thread of the author of the root. */
  isStory: boolean
  /** Its number among the posts of that thread, and how many there are, where upstream counts them. */
  storyAt?: number
  storyOf?: number
  isHiddenByAuthor: boolean
  isMuted: boolean
}

const defs = 'app.bsky.unspecced.defs#'

/** A place that has nothing but itself. */
export const bareItem = { moreParents: false, moreReplies: 0, isStory: false, isHiddenByAuthor: false, isMuted: false }

/** The items of `thread` in reading order. What has no place in it is dropped, what is of an unknown kind says so. */
export function readThreadItems(thread: unknown): ThreadItem[] {
  if (!Array.isArray(thread)) return []
  return thread.flatMap((item): ThreadItem[] => {
    if (!isObject(item) || typeof item.uri !== 'string' || !Number.isInteger(item.depth)) return []
    const place = { uri: item.uri, depth: item.depth as number, ...bareItem }
    return [isObject(item.value) ? { ...place, ...readValue(item.uri, item.value) } : { ...place, gone: 'unknown' }]
  })
}

function readValue(uri: string, value: Record<string, unknown>): Partial<ThreadItem> {
  switch (value.$type) {
    case `${defs}threadItemPost`:
      return readPostItem(value)
    case `${defs}threadItemNoUnauthenticated`:
      return { gone: 'signed-in-only' }
    case `${defs}threadItemNotFound`:
      return { view: { uri, notFound: true } }
    case `${defs}threadItemBlocked`:
      return { view: { uri, blocked: true, author: value.author } }
    default:
      return { gone: 'unknown' }
  }
}

function readPostItem(value: Record<string, unknown>): Partial<ThreadItem> {
  const [at, of] = [asCount(value.opThreadPostIndex), asCount(value.opThreadPostCount)]
  return {
    view: value.post,
    moreParents: value.moreParents === true,
    moreReplies: asCount(value.moreReplies),
    isStory: value.opThread === true,
    ...(at > 0 ? { storyAt: at } : {}),
    ...(of > 0 ? { storyOf: of } : {}),
    isHiddenByAuthor: value.hiddenByThreadgate === true,
    isMuted: value.mutedByViewer === true,
  }
}

function asCount(value: unknown): number {
  return Number.isInteger(value) ? Math.max(0, value as number) : 0
}
