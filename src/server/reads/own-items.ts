// What is in a feed, for its owner: of a personal feed, what they get themselves.
import { type FeedItem, type ItemCursor, listFeedItems } from '#db/queries/feed-items.ts'
import type { FeedRow } from '#db/queries/feeds.ts'
import type { WebContext } from '../context.ts'
import { listPersonalItems } from './personal-items.ts'

/** Up to `limit` items after `cursor`; `next` is where to go on, undefined at the end. */
export async function listOwnItems(
  { index, readerRules }: Pick<WebContext, 'index' | 'readerRules'>,
  feed: FeedRow,
  { cursor, limit }: { cursor: ItemCursor | undefined; limit: number },
): Promise<{ items: FeedItem[]; next: ItemCursor | undefined }> {
  const { isPersonal, pinned } = await readerRules(feed)
  if (isPersonal) return listPersonalItems(index, feed.id, feed.ownerDid, { cursor, limit, pinned })
  const items = await listFeedItems(index, feed.id, { cursor, limit: limit + 1 })
  const page = items.slice(0, limit)
  return { items: page, next: items.length > page.length ? page.at(-1) : undefined }
}
