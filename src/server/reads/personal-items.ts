// A personal feed as one reader has it: of everybody's posts in it, those of whom this reader follows.
import type { IndexDatabase } from '#db/client.ts'
import { type FeedItem, type ItemCursor, listFeedItems } from '#db/queries/feed-items.ts'
import { findFollowed } from '#db/queries/member-sets.ts'

/** Items that are looked at together, and how often: a page of a feed must not take long. */
const [chunk, rounds] = [200, 15]

type Asked = { cursor: ItemCursor | undefined; limit: number; pinned: string[] }

/**
 * Up to `limit` items after `cursor`; `next` is where to go on, undefined at the end. Whoever is new here has none until
 * their follows have been read. Pinned posts are there for everybody.
 */
export async function listPersonalItems(
  index: IndexDatabase,
  feedId: number,
  reader: string,
  { cursor, limit, pinned }: Asked,
): Promise<{ items: FeedItem[]; next: ItemCursor | undefined }> {
  const items: FeedItem[] = []
  let place = cursor
  for (let round = 0; round < rounds; round++) {
    const some = await listFeedItems(index, feedId, { cursor: place, limit: chunk })
    const followed = await findFollowed(index, reader, [...new Set(some.map(({ uri }) => authorOf(uri)))])
    for (const item of some) {
      if (items.length === limit) return { items, next: place }
      if (followed.has(authorOf(item.uri)) || pinned.includes(item.uri)) items.push(item)
      place = item
    }
    if (some.length < chunk) return { items, next: undefined }
  }
  return { items, next: items.length > 0 ? place : undefined }
}

function authorOf(uri: string): string {
  return uri.split('/')[2] ?? ''
}
