// The text form of a place in a feed: what getFeedSkeleton and the pages hand out and take back.
import type { ItemCursor } from '#db/queries/feed-items.ts'

/** `<sort key>::<post id>`, both whole numbers. Opaque to everybody else. */
export function writeCursor({ sortKey, postId }: ItemCursor): string {
  return `${sortKey}::${postId}`
}

/** undefined when `text` is not a cursor of ours. */
export function parseCursor(text: string): ItemCursor | undefined {
  const match = /^(-?\d{1,16})::(\d{1,16})$/.exec(text)
  if (match === null) return undefined
  const [sortKey, postId] = [Number(match[1]), Number(match[2])]
  return Number.isSafeInteger(sortKey) && Number.isSafeInteger(postId) ? { sortKey, postId } : undefined
}
